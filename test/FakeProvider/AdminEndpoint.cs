using System.Text;
using System.Text.Json;

namespace AiGateway.Fakes;

/// <summary>GET /_seen: the calls and the counters; DELETE /_seen forgets them; GET /_health answers 200.</summary>
internal static class AdminEndpoint
{
    public static Task HandleAsync(HttpContext http, SeenCalls seen)
    {
        if (http.Request.Path == "/_health") return Answers.WriteAsync(http, 200, "{}"u8.ToArray());
        if (http.Request.Path != "/_seen") return Answers.WriteAsync(http, 404, "{}"u8.ToArray());

        if (HttpMethods.IsDelete(http.Request.Method)) seen.Clear();
        return Answers.WriteAsync(http, 200, Answers.Json(json => Write(json, seen)));
    }

    private static void Write(Utf8JsonWriter json, SeenCalls seen)
    {
        json.WriteNumber("total", seen.Total);
        json.WriteNumber("cancelled", seen.Cancelled);
        json.WriteStartArray("calls");
        foreach (var call in seen.All) Write(json, call);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SeenCall call)
    {
        json.WriteStartObject();
        json.WriteString("method", call.Method);
        json.WriteString("path", call.Path);
        json.WriteString("httpVersion", call.HttpVersion);
        json.WriteStartObject("headers");
        foreach (var (name, value) in call.Headers) json.WriteString(name.ToLowerInvariant(), value);
        json.WriteEndObject();
        json.WriteString("body", Encoding.UTF8.GetString(call.Body));
        json.WriteNumber("status", call.Status);
        json.WriteBoolean("cancelled", call.Cancelled);
        json.WriteBoolean("ended", call.Ended);
        json.WriteEndObject();
    }
}
