# A smaller base for Parley's image: Java with no more modules than Parley uses (docs/container.md).
#
#   docker build -f deploy/image/base.Dockerfile -t parley-base . && docker build --build-arg BASE=parley-base -t parley .

# The same as in ../../Dockerfile
ARG JDK=eclipse-temurin:25-jdk-ubi9-minimal
# With bash, coreutils, sed and the C++ runtime
ARG OS=registry.access.redhat.com/ubi9-minimal:9.6

FROM ${JDK} AS jdk
COPY deploy/image/jre /
RUN /jre /jre-25

FROM ${OS}
ENV JAVA_HOME=/opt/java/openjdk \
    LANG=C.UTF-8
COPY --from=jdk /jre-25 /opt/java/openjdk
