using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiGateway.Sidecar.Hosting;

/// <summary>One category of the operational log. An exception leaves its type and words, not its stack.</summary>
internal sealed class StderrLogger(StderrLog log, string category) : ILogger
{
    /// <summary>Quotes as they are; control characters stay escaped, so that a line is a line.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, log.Now);
            json.WriteString("level"u8, logLevel.ToString());
            json.WriteString("category"u8, category);
            json.WriteNumber("event"u8, eventId.Id);
            json.WriteString("message"u8, formatter(state, exception));
            if (exception is not null) json.WriteString("error"u8, $"{exception.GetType().Name}: {exception.Message}");
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        log.Write(buffer.WrittenSpan);
    }
}
