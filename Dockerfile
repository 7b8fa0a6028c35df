# The base of Home Assistant's apps: Alpine with s6-overlay. Another one, such as a Debian with s6, brings its own Node 24.
ARG BUILD_FROM=ghcr.io/home-assistant/base:3.24-2026.08.0
ARG BUILD_NODE=node:24.21.0-bookworm-slim

# What is built here is JavaScript, the same for every architecture: it is built on the builder's own.
# Debian, because the Node among the development packages does not run on Alpine's musl.
FROM --platform=$BUILDPLATFORM ${BUILD_NODE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM ${BUILD_FROM}
ARG BUILD_ARCH
# Graphics drivers are Intel's and AMD's; the encoders of ARM boards are reached through the kernel (V4L2), without any.
RUN set -e; \
    if command -v apk >/dev/null; then \
      drivers=; \
      [ "$(uname -m)" != x86_64 ] || drivers='intel-media-driver libva-intel-driver mesa-va-gallium onevpl-intel-gpu'; \
      apk add --no-cache curl ffmpeg font-dejavu nodejs=~24 $drivers; \
    else \
      apt-get -qq update; \
      apt-get -qq install -y --no-install-recommends curl ffmpeg fonts-dejavu-core; \
      rm -rf /var/lib/apt/lists/*; \
    fi; \
    node --eval 'process.exitCode = parseInt(process.versions.node) < 24 ? 1 : 0'; \
    # The user that the run script changes to; adduser takes other arguments on Debian.
    echo 'oriel:x:2000:' >>/etc/group; \
    echo 'oriel:x:2000:2000::/nonexistent:/sbin/nologin' >>/etc/passwd

WORKDIR /opt/oriel
COPY addon/rootfs /
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY --from=build /build/www/dist ./www/dist
ENV NODE_ENV=production

# The server, not the cameras: a camera that is away is no reason to restart.
HEALTHCHECK --start-period=30s --interval=10s --timeout=5s \
  CMD curl --fail --silent --output /dev/null "http://127.0.0.1:8099/api/health?scope=server"

ARG BUILD_VERSION
LABEL io.hass.type="app" io.hass.arch="${BUILD_ARCH}" io.hass.version="${BUILD_VERSION}" \
  org.opencontainers.image.title="Oriel" \
  org.opencontainers.image.description="Any camera as live video with a delay you do not notice" \
  org.opencontainers.image.licenses="MIT"
