using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Hosting;

public class StderrLogTests
{
    [Fact]
    public void Log_AnyText_IsOneJsonLine()
    {
        var stderr = new MemoryStream();
        using var log = new StderrLog(stderr, new ManualTime());

        log.CreateLogger("Category").Log(LogLevel.Warning, new EventId(7), "a \"quoted\"\nline", new IOException("broken"), (state, _) => state);

        var text = Encoding.UTF8.GetString(stderr.ToArray());
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        var line = JsonDocument.Parse(text).RootElement;
        Assert.Equal("a \"quoted\"\nline", line.GetProperty("message").GetString());
        Assert.Equal("IOException: broken", line.GetProperty("error").GetString());
        Assert.Equal(("Warning", 7), (line.GetProperty("level").GetString(), line.GetProperty("event").GetInt32()));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero), line.GetProperty("time").GetDateTimeOffset());
    }

    [Fact]
    public void Log_Debug_IsNotWritten()
    {
        var stderr = new MemoryStream();
        using var log = new StderrLog(stderr, new ManualTime());

        log.CreateLogger("Category").Log(LogLevel.Debug, default, "x", null, (state, _) => state);

        Assert.Empty(stderr.ToArray());
    }
}
