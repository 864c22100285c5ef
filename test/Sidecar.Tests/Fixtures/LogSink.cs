namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Keeps what every logger of a house says.</summary>
internal sealed class LogSink : ILoggerProvider
{
    public LogLines<object> Log { get; } = new();

    public ILogger CreateLogger(string categoryName) => Log;

    public void Dispose()
    {
    }
}
