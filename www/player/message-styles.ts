// Words in the middle of the picture.

import { css } from 'lit';

export const messageStyles = css`
  .message {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 2px;
    padding: 44px 14px;
    text-align: center;
    text-wrap: balance;
    pointer-events: none;
  }
  .message button {
    pointer-events: auto;
  }
  .message.trouble {
    background: rgb(0 0 0 / 30%);
  }
  /* Most connections take less than that, and words that flash help nobody. */
  .message.late {
    animation: appear 0.3s 0.8s both;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  .message p {
    margin: 0;
    max-width: 46ch;
    overflow-wrap: anywhere;
    text-shadow: 0 1px 3px rgb(0 0 0 / 90%);
  }
  .trouble > svg {
    width: 36px;
    height: 36px;
    margin-bottom: 6px;
    opacity: 0.8;
  }
  .message .reason {
    font-size: 17px;
    font-weight: 600;
    line-height: 1.3;
  }
  .message .detail {
    color: #d3d8dd;
    font-size: 13px;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .message .detail::first-letter {
    text-transform: uppercase;
  }
  .message .retry {
    min-height: 1.4em;
    margin-top: 4px;
    color: #c9ced4;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  .pill {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    margin-top: 6px;
    padding: 0 20px;
    border: 1px solid rgb(255 255 255 / 30%);
    border-radius: 22px;
    background: rgb(24 27 31 / 72%);
    font-weight: 500;
  }
  .pill:hover {
    background: rgb(70 75 82 / 80%);
  }
  .pill svg {
    width: 20px;
    height: 20px;
  }
  .big {
    display: grid;
    place-items: center;
    width: clamp(44px, 18cqw, 72px);
    aspect-ratio: 1;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: rgb(14 16 18 / 58%);
    backdrop-filter: blur(6px);
    transition:
      background 0.15s,
      transform 0.15s;
  }
  .big:hover {
    background: rgb(14 16 18 / 78%);
    transform: scale(1.06);
  }
  .big svg {
    width: 55%;
    height: 55%;
  }
  .spinner {
    width: 30px;
    height: 30px;
    margin-bottom: 8px;
    border: 3px solid rgb(255 255 255 / 28%);
    border-top-color: #fff;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;
