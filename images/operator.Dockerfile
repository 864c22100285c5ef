# The ahead-of-time operator (eng/publish.sh operator) on glibc, OpenSSL and CA certificates. Its version is its image's: it injects the sidecar that was built with it.
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
FROM ${BASE}
ARG VERSION
COPY aigateway-operator /aigateway-operator
USER 65532:65532
ENV AIGATEWAY_IMAGE_VERSION=${VERSION}
EXPOSE 8443 9443 8080
ENTRYPOINT ["/aigateway-operator"]
