# The operator (eng/publish.sh operator) with all that it needs of .NET beside it.
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
FROM ${BASE}
COPY operator /operator
USER 65532:65532
ENV DOTNET_EnableDiagnostics=0
EXPOSE 8443 9443 8080
ENTRYPOINT ["/operator/AiGateway.Operator"]
