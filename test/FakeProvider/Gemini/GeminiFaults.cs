using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Gemini;

/// <summary>Errors as Google's APIs answer them.</summary>
internal sealed class GeminiFaults(bool vertex)
{
    public Task RefuseAsync(HttpContext http, Fault fault) => Answers.RefuseAsync(http, Words(fault).Status, Body(fault), 0);

    public JsonObject Body(Fault fault)
    {
        var (status, word, message) = Words(fault);
        var error = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = word };
        if (Details(fault) is { } details) error["details"] = new JsonArray(details);
        return new() { ["error"] = error };
    }

    /// <summary>When to come again stands in the body, not in a header.</summary>
    private static JsonObject? Details(Fault fault) => fault.Kind switch
    {
        FaultKind.WrongKey => new() { ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo", ["reason"] = "API_KEY_INVALID", ["domain"] = "googleapis.com" },
        FaultKind.UnknownMember => new()
        {
            ["@type"] = "type.googleapis.com/google.rpc.BadRequest",
            ["fieldViolations"] = new JsonArray(new JsonObject { ["description"] = $"Invalid JSON payload received. Unknown name \"{fault.Param}\": Cannot find field." }),
        },
        FaultKind.RateLimit => new() { ["@type"] = "type.googleapis.com/google.rpc.RetryInfo", ["retryDelay"] = $"{fault.RetryAfter}s" },
        _ => null,
    };

    private (int Status, string Word, string Message) Words(Fault fault)
    {
        var (status, word, message) = fault.Kind switch
        {
            FaultKind.UnknownMember => (400, "INVALID_ARGUMENT", $"Invalid JSON payload received. Unknown name \"{fault.Param}\": Cannot find field."),
            FaultKind.ContextLength => (400, "INVALID_ARGUMENT", "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."),
            FaultKind.NoKey when !vertex => (403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API."),
            FaultKind.WrongKey when !vertex => (400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
            FaultKind.NoKey or FaultKind.WrongKey => (401, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential."),
            FaultKind.Permission => (403, "PERMISSION_DENIED", "The caller does not have permission"),
            FaultKind.UnknownModel => (404, "NOT_FOUND", $"models/{fault.Param} is not found for API version v1beta, or is not supported for generateContent."),
            FaultKind.UnknownPath => (404, "NOT_FOUND", "Requested entity was not found."),
            FaultKind.TooLarge => (413, "INVALID_ARGUMENT", "Request payload size exceeds the limit"),
            FaultKind.RateLimit => (429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details."),
            FaultKind.Overloaded => (503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
            FaultKind.Server => (500, "INTERNAL", "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting"),
            _ => (400, "INVALID_ARGUMENT", fault.Message.Length > 0 ? fault.Message : "Request contains an invalid argument."),
        };
        return (fault.Kind is FaultKind.WrongKey && !vertex && fault.Status == 401 ? 400 : fault.StatusOr(status), word, message);
    }
}
