using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Fakes;

/// <summary>Answers that are one JSON document.</summary>
internal static class Answers
{
    public const long Created = 1_780_000_000;
    public const string Fingerprint = "fp_50cad350e4";
    private static readonly ImmutableArray<string> DefaultModels = ["gpt-4o", "gpt-4o-mini"];

    public static Task ModelsAsync(HttpContext http, ImmutableArray<string> models) => WriteAsync(http, 200, Json(json =>
    {
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models.IsEmpty ? DefaultModels : models)
        {
            json.WriteStartObject();
            json.WriteString("id", model);
            json.WriteString("object", "model");
            json.WriteNumber("created", Created);
            json.WriteString("owned_by", "system");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }));

    public static Task WriteAsync(HttpContext http, int status, JsonNode body) => WriteAsync(http, status, Bytes(body));

    /// <summary>An error; asks for the same again later where the fault says so.</summary>
    public static Task RefuseAsync(HttpContext http, int status, JsonNode body, int retryAfter)
    {
        if (retryAfter > 0) http.Response.Headers.RetryAfter = retryAfter.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return WriteAsync(http, status, body);
    }

    public static byte[] Bytes(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer)) node.WriteTo(json);
        return buffer.WrittenSpan.ToArray();
    }

    public static Task WriteAsync(HttpContext http, int status, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>Closes the connection in the middle of an answer, once what was written has left: an abort discards what still waits.</summary>
    public static async Task CutAsync(HttpContext http)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), http.RequestAborted);
        http.Abort();
    }

    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
