using System.Text.Json;

namespace AiGateway.Fakes;

/// <summary>An error as OpenAI's API answers it.</summary>
internal sealed record OpenAiError(int Status, string Message, string Type, string? Code, string? Param = null)
{
    public static readonly OpenAiError WrongKey = new(401,
        "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.", "invalid_request_error", "invalid_api_key");

    public static readonly OpenAiError NotJson = new(400,
        "We could not parse the JSON body of your request.", "invalid_request_error", null);

    public static readonly OpenAiError NoModel = new(400,
        "you must provide a model parameter", "invalid_request_error", null);

    public static OpenAiError UnknownModel(string model) => new(404,
        $"The model `{model}` does not exist or you do not have access to it.", "invalid_request_error", "model_not_found");

    public static OpenAiError UnknownPath(string method, string path) => new(404,
        $"Invalid URL ({method} {path})", "invalid_request_error", null);

    public static OpenAiError Scripted(int status) => status switch
    {
        429 => new(429, "Rate limit reached for requests per min (RPM). Please try again later.", "requests", "rate_limit_exceeded"),
        400 => new(400, "Invalid value for a parameter.", "invalid_request_error", "invalid_value", "messages"),
        401 => WrongKey,
        403 => new(403, "Your organization must be verified to use this model.", "invalid_request_error", null),
        503 => new(503, "The engine is currently overloaded, please try again later.", "server_error", "overloaded"),
        _ => new(status, "The server had an error while processing your request. Sorry about that!", "server_error", null),
    };

    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("message", Message);
            json.WriteString("type", Type);
            json.WriteString("param", Param);
            json.WriteString("code", Code);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
