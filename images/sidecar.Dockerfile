# The ahead-of-time sidecar (eng/publish.sh sidecar) on glibc, OpenSSL and CA certificates. No shell, nothing to run but itself.
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
FROM ${BASE}
COPY aigateway-sidecar /aigateway-sidecar
USER 15080:15080
ENTRYPOINT ["/aigateway-sidecar"]
