# Parley's container image: docs/container.md
#
#   docker build -t parley .

# Builds Parley. Its JDK is of the same version as the JRE of BASE
ARG JDK=eclipse-temurin:25-jdk-ubi9-minimal
# Brings Java 25 in JAVA_HOME, bash, and the C++ runtime for the local embedding model
ARG BASE=eclipse-temurin:25-jre-ubi9-minimal

FROM ${JDK} AS build
# true: takes target/image, as deploy/image/assemble has left it
ARG BUILT=false
WORKDIR /source
COPY . .
RUN [ "$BUILT" = true ] || deploy/image/assemble
RUN deploy/image/layout target/image /image

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="Parley" \
      org.opencontainers.image.description="A self-hosted, real-time conversational-AI server" \
      org.opencontainers.image.vendor="Parley" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="https://github.com/parley-chat/parley" \
      org.opencontainers.image.documentation="https://github.com/parley-chat/parley/blob/main/docs/container.md" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
ENV LOG_DIR=/logs \
    WLP_OUTPUT_DIR=/output \
    PARLEY_LOGGING_FORMAT=json
COPY --from=build /image/ /
RUN /opt/parley/bin/learn
# Any other user of group 0 will do
USER 1001:0
EXPOSE 9080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 CMD ["/opt/parley/bin/health", "live"]
ENTRYPOINT ["/opt/parley/bin/start"]
