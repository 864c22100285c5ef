using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Keeps what every logger of the sidecar's says. The server has none: it would trace requests that it logs.</summary>
internal sealed class LogSink : ILoggerProvider
{
    public LogLines<object> Log { get; } = new();

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("AiGateway.", StringComparison.Ordinal) ? Log : NullLogger.Instance;

    public void Dispose()
    {
    }
}
