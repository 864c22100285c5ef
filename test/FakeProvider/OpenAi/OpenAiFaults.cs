using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>Errors as OpenAI's API answers them, and in the shapes of those who differ.</summary>
internal sealed class OpenAiFaults(Flavour flavour)
{
    public const string Overloaded = "The engine is currently overloaded, please try again later.";

    public Task RefuseAsync(HttpContext http, Fault fault)
    {
        if (fault.Kind == FaultKind.RateLimit) http.Response.Headers["x-ratelimit-remaining-requests"] = "0";
        return Answers.RefuseAsync(http, StatusOf(fault), Body(fault), fault.RetryAfter);
    }

    public JsonObject Body(Fault fault)
    {
        var (message, type, code) = Words(fault);
        return flavour switch
        {
            Flavour.Mistral when fault.Kind is FaultKind.NoKey or FaultKind.WrongKey => new() { ["detail"] = "Unauthorized" },
            Flavour.Mistral when fault.Kind == FaultKind.UnknownMember => Forbidden(fault),
            Flavour.Mistral => new() { ["object"] = "error", ["message"] = message, ["type"] = type, ["param"] = fault.Param, ["code"] = code },
            Flavour.Vllm => new() { ["object"] = "error", ["message"] = message, ["type"] = VllmType(fault), ["param"] = null, ["code"] = StatusOf(fault) },
            Flavour.Xai => new() { ["code"] = XaiCode(fault), ["error"] = message },
            Flavour.Ollama => new() { ["error"] = message },
            Flavour.Together when fault.Kind == FaultKind.RateLimit => new() { ["error"] = message },
            Flavour.OpenRouter => new() { ["error"] = new JsonObject { ["message"] = message, ["code"] = StatusOf(fault) } },
            _ => new() { ["error"] = Nested(fault) },
        };
    }

    /// <summary>What Mistral's framework says of a member that it does not know: the message is an object.</summary>
    private static JsonObject Forbidden(Fault fault)
    {
        var place = new JsonArray("body");
        foreach (var name in fault.Param!.Split('.', '[')) place.Add((JsonNode)name.TrimEnd(']'));
        var detail = new JsonObject { ["type"] = "extra_forbidden", ["loc"] = place, ["msg"] = "Extra inputs are not permitted", ["input"] = null };
        return new()
        {
            ["object"] = "error",
            ["message"] = new JsonObject { ["detail"] = new JsonArray(detail) },
            ["type"] = "invalid_request_error",
            ["param"] = null,
            ["code"] = null,
        };
    }

    private JsonObject Nested(Fault fault)
    {
        var (message, type, code) = Words(fault);
        var error = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = fault.Param, ["code"] = code };
        if (flavour == Flavour.Azure && fault.Kind == FaultKind.ContentFilter)
        {
            error["status"] = 400;
            error["innererror"] = new JsonObject { ["code"] = "ResponsibleAIPolicyViolation", ["content_filter_result"] = ChatAnswer.Filtered() };
        }
        return error;
    }

    private int StatusOf(Fault fault) => fault.StatusOr(fault.Kind switch
    {
        FaultKind.UnknownMember when flavour == Flavour.Mistral => 422,
        FaultKind.NoKey or FaultKind.WrongKey => 401,
        FaultKind.Permission => 403,
        FaultKind.UnknownModel or FaultKind.UnknownPath => 404,
        FaultKind.TooLarge => 413,
        FaultKind.RateLimit => 429,
        FaultKind.Overloaded => 503,
        FaultKind.Server => 500,
        _ => 400,
    });

    private (string Message, string Type, string? Code) Words(Fault fault) => fault.Kind switch
    {
        FaultKind.UnknownMember when flavour == Flavour.Groq => ($"property '{fault.Param}' is unsupported", "invalid_request_error", null),
        FaultKind.UnknownMember => ($"Unrecognized request argument supplied: {fault.Param}", "invalid_request_error", "unknown_parameter"),
        FaultKind.ContextLength => ("This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages.",
            "invalid_request_error", "context_length_exceeded"),
        FaultKind.ContentFilter => ("The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", "invalid_request_error", "content_filter"),
        FaultKind.NoKey or FaultKind.WrongKey when flavour == Flavour.Azure =>
            ("Access denied due to invalid subscription key or wrong API endpoint.", "invalid_request_error", "401"),
        FaultKind.NoKey or FaultKind.WrongKey =>
            ("Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.", "invalid_request_error", "invalid_api_key"),
        FaultKind.Permission => ("Your organization must be verified to use this model.", "invalid_request_error", null),
        FaultKind.UnknownModel => ($"The model `{fault.Param}` does not exist or you do not have access to it.", "invalid_request_error", "model_not_found"),
        FaultKind.RateLimit => ("Rate limit reached for requests per min (RPM). Please try again later.", "requests", "rate_limit_exceeded"),
        FaultKind.Overloaded => (Overloaded, "server_error", "overloaded"),
        FaultKind.Server => ("The server had an error while processing your request. Sorry about that!", "server_error", null),
        _ => (fault.Message.Length > 0 ? fault.Message : "Invalid value for a parameter.", "invalid_request_error", fault.Message.Length > 0 ? null : "invalid_value"),
    };

    private static string VllmType(Fault fault) => fault.Kind switch
    {
        FaultKind.UnknownModel => "NotFoundError",
        FaultKind.Server or FaultKind.Overloaded => "InternalServerError",
        _ => "BadRequestError",
    };

    private static string XaiCode(Fault fault) => fault.Kind switch
    {
        FaultKind.Permission => "The caller does not have permission to execute the specified operation",
        FaultKind.UnknownModel => "Some requested entity was not found",
        FaultKind.RateLimit => "Some resource has been exhausted",
        FaultKind.Overloaded => "The service is currently unavailable",
        _ => "Client specified an invalid argument",
    };
}
