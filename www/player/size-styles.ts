// What gives way where there is little room, or little wish for motion.

import { css } from 'lit';

export const sizeStyles = css`
  @container (max-width: 479.98px) {
    .usual {
      display: none;
    }
  }
  @container (max-width: 340px) {
    .badge {
      padding: 6px;
      font-size: 12px;
    }
    .badge .way {
      display: none;
    }
    .bar {
      padding: 20px 2px 0;
    }
    .message {
      padding: 34px 8px;
    }
    .message .reason {
      font-size: 14px;
      line-height: 1.25;
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      overflow: hidden;
    }
    .message .detail,
    .trouble > svg,
    .trouble .pill,
    .late .spinner {
      display: none;
    }
    .message .retry {
      margin: 0;
      font-size: 12px;
    }
  }
  @container (max-width: 239.98px) {
    .badge {
      min-height: 40px;
      padding: 4px;
      font-size: 11px;
    }
    .badge span {
      padding: 2px 8px 2px 6px;
    }
    div.badge.waiting,
    .sound,
    .to-live,
    oriel-timeline {
      display: none !important;
    }
    .bar {
      padding: 0;
    }
    .message {
      padding: 4px 4px 44px;
    }
    .message.clear {
      padding: 30px 4px;
    }
    .message .reason {
      flex: none;
      font-size: 11px;
      line-height: 1.2;
      -webkit-line-clamp: 2;
    }
    .message .retry {
      flex: none;
      font-size: 10px;
      line-height: 1.2;
      min-height: 0;
    }
    .hint span {
      padding: 4px;
      font-size: 0;
    }
    .touched .hint {
      display: none;
    }
    .big {
      width: 44px;
    }
    .touched .big {
      display: none;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation: none;
      border-color: rgb(255 255 255 / 60%);
    }
    .message.late {
      animation: none;
    }
    .bar,
    .hint,
    .big {
      transition: none;
    }
    .big:hover {
      transform: none;
    }
  }
`;
