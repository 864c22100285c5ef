using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AiGateway.Fakes.OpenAi;

/// <summary>OpenAI's endpoints that take a form: transcriptions and image edits.</summary>
internal static class FormEndpoint
{
    public static async Task TranscribeAsync(HttpContext http, byte[] body)
    {
        var form = await ReadAsync(http, body);
        Need(form, "model", "file");
        var usage = new JsonObject { ["type"] = "tokens", ["input_tokens"] = 14, ["output_tokens"] = 5, ["total_tokens"] = 19 };
        await Answers.WriteAsync(http, 200, new JsonObject { ["text"] = Scene.Text, ["usage"] = usage });
    }

    public static async Task EditImageAsync(HttpContext http, byte[] body)
    {
        Need(await ReadAsync(http, body), "model", "prompt");
        await JsonEndpoints.WriteImageAsync(http);
    }

    /// <summary>The parts by name: a field's text, a file's length.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(HttpContext http, byte[] body)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            throw new FaultException("Could not parse multipart form");

        var form = new Dictionary<string, string>();
        var reader = new MultipartReader(boundary, new MemoryStream(body));
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content, http.RequestAborted);
            var about = section.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(about?.Name ?? default).Value ?? "";
            form[name] = about?.IsFileDisposition() == true ? $"{content.Length} bytes" : Encoding.UTF8.GetString(content.ToArray());
        }
        return form;
    }

    private static void Need(Dictionary<string, string> form, params string[] names)
    {
        foreach (var name in names.Where(name => !form.ContainsKey(name))) throw new FaultException($"Missing required parameter: '{name}'.", name);
    }
}
