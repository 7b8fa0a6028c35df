ARG BUILD_FROM=ghcr.io/home-assistant/base:3.24

# What is built here is JavaScript, the same for every architecture: it is built on the builder's own.
# Debian, because the Node among the development packages does not run on Alpine's musl.
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM ${BUILD_FROM}
RUN apk add --no-cache ffmpeg font-dejavu nodejs=~24
COPY addon/rootfs /
WORKDIR /opt/oriel
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY --from=build /build/www/dist ./www/dist

# The server, not the cameras: a camera that is away is no reason to restart.
HEALTHCHECK --start-period=30s --interval=30s --timeout=5s \
  CMD curl --fail --silent --output /dev/null "http://127.0.0.1:8099/api/health?scope=server"

ARG BUILD_ARCH
ARG BUILD_VERSION
LABEL io.hass.type="app" io.hass.arch="${BUILD_ARCH}" io.hass.version="${BUILD_VERSION}"
