# nginx as the edge, see infra/edge/README.md.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends nginx libnginx-mod-http-js curl ca-certificates \
 && rm -rf /var/lib/apt/lists/*
COPY infra/edge/nginx/ /opt/reelmill/edge/
ENTRYPOINT ["/opt/reelmill/edge/run"]
