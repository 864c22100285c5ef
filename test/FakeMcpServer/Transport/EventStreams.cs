using System.Globalization;
using System.Text;
using AiGateway.Fakes.Mcp.Calls;

namespace AiGateway.Fakes.Mcp.Transport;

/// <summary>Writes logs to connections as server-sent events, each at once, and counts the connections.</summary>
internal sealed class EventStreams(TimeSpan keepAlive)
{
    private const int RetryMilliseconds = 500;
    private int _open;

    /// <summary>Streams that somebody reads now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Writes what the log says from here on, until it ends, another reader takes over, or the client leaves.</summary>
    public async Task WriteAsync(HttpContext http, EventLog log, int from, string? first = null)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await BeginAsync(http, first);
            await FollowAsync(http, log, from);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static async Task BeginAsync(HttpContext http, string? first)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        if (first is not null) await http.Response.WriteAsync(first, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private async Task FollowAsync(HttpContext http, EventLog log, int next)
    {
        var connection = log.Connect();
        while (true)
        {
            var (events, done, changed) = log.Read(next, connection);
            foreach (var data in events) await WriteAsync(http, Frame(data, log.IdOf(next++)));
            if (done) return;

            try
            {
                await changed.WaitAsync(keepAlive, http.RequestAborted);
            }
            catch (TimeoutException)
            {
                await WriteAsync(http, ":\n\n"u8.ToArray());
            }
        }
    }

    private static async Task WriteAsync(HttpContext http, byte[] frame)
    {
        await http.Response.Body.WriteAsync(frame, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <summary>An event without data is the one that streams begin with: it says also when to come back.</summary>
    private static byte[] Frame(byte[] data, string? id)
    {
        var frame = new StringBuilder();
        if (id is not null) frame.Append(CultureInfo.InvariantCulture, $"id: {id}\n");
        if (data.Length == 0) frame.Append(CultureInfo.InvariantCulture, $"retry: {RetryMilliseconds}\ndata:\n\n");
        else frame.Append("event: message\ndata: ").Append(Encoding.UTF8.GetString(data)).Append("\n\n");
        return Encoding.UTF8.GetBytes(frame.ToString());
    }
}
