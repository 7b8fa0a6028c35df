import { css } from 'lit';

/** A panel that folds. */
export const detailsStyles = css`
  details > summary {
    display: flex;
    align-items: center;
    min-height: 44px;
    margin: -10px -8px -12px;
    padding: 0 8px;
    border-radius: 10px;
    cursor: pointer;
    list-style: none;
  }
  details > summary::-webkit-details-marker {
    display: none;
  }
  details.panel > summary h2 {
    margin: 0;
  }
  details > summary::after {
    content: '';
    flex: none;
    width: 9px;
    height: 9px;
    margin: 0 6px 4px auto;
    border: solid var(--quiet);
    border-width: 0 2px 2px 0;
    transform: rotate(45deg);
  }
  details[open] > summary {
    margin-bottom: 8px;
  }
  details[open] > summary::after {
    margin-bottom: -4px;
    transform: rotate(225deg);
  }
`;
