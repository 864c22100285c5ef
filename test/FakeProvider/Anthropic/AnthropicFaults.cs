using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Anthropic;

/// <summary>Errors as Anthropic answers them.</summary>
internal static class AnthropicFaults
{
    public static Task RefuseAsync(HttpContext http, Fault fault)
    {
        if (fault.Kind == FaultKind.RateLimit) http.Response.Headers["anthropic-ratelimit-requests-remaining"] = "0";
        return Answers.RefuseAsync(http, StatusOf(fault), Body(fault, http.Response.Headers["request-id"]), fault.RetryAfter);
    }

    /// <summary>The request's id stands in a body alone, not in an event.</summary>
    public static JsonObject Body(Fault fault, string? requestId)
    {
        var (type, message) = Words(fault);
        var body = new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message } };
        if (requestId is not null) body["request_id"] = requestId;
        return body;
    }

    private static int StatusOf(Fault fault) => fault.StatusOr(fault.Kind switch
    {
        FaultKind.NoKey or FaultKind.WrongKey => 401,
        FaultKind.Permission => 403,
        FaultKind.UnknownModel or FaultKind.UnknownPath => 404,
        FaultKind.TooLarge => 413,
        FaultKind.RateLimit => 429,
        FaultKind.Overloaded => 529,
        FaultKind.Server => 500,
        _ => 400,
    });

    private static (string Type, string Message) Words(Fault fault) => fault.Kind switch
    {
        FaultKind.UnknownMember => ("invalid_request_error", $"{fault.Param}: Extra inputs are not permitted"),
        FaultKind.ContextLength => ("invalid_request_error", "prompt is too long: 209000 tokens > 200000 maximum"),
        FaultKind.NoKey => ("authentication_error", "x-api-key header is required"),
        FaultKind.WrongKey => ("authentication_error", "invalid x-api-key"),
        FaultKind.Permission => ("permission_error", "Your API key does not have permission to use the specified resource."),
        FaultKind.UnknownModel => ("not_found_error", $"model: {fault.Param}"),
        FaultKind.UnknownPath => ("not_found_error", "Not Found"),
        FaultKind.TooLarge => ("request_too_large", "Request exceeds the maximum size"),
        FaultKind.RateLimit => ("rate_limit_error", "This request would exceed your organization's rate limit of 50 requests per minute."),
        FaultKind.Overloaded => ("overloaded_error", "Overloaded"),
        FaultKind.Server => ("api_error", "Internal server error"),
        _ => ("invalid_request_error", fault.Message.Length > 0 ? fault.Message : "Invalid value for a parameter."),
    };
}
