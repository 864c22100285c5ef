using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Bedrock;

/// <summary>Errors as Bedrock answers them: the class in a header, the sentence in the body.</summary>
internal static class BedrockFaults
{
    public const string Overloaded = "The service is temporarily unable to handle the request.";

    public static Task RefuseAsync(HttpContext http, Fault fault)
    {
        var (status, type, message) = Words(fault);
        http.Response.Headers["x-amzn-ErrorType"] = type + ":http://internal.amazon.com/coral/com.amazon.bedrock/";
        return Answers.RefuseAsync(http, fault.StatusOr(status), new JsonObject { ["message"] = message }, fault.RetryAfter);
    }

    private static (int Status, string Type, string Message) Words(Fault fault) => fault.Kind switch
    {
        FaultKind.ContextLength => (400, "ValidationException", "Input is too long for requested model."),
        FaultKind.NoKey => (403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
        FaultKind.WrongKey => (403, "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."),
        FaultKind.Permission => (403, "AccessDeniedException", "You don't have access to the model with the specified model ID."),
        FaultKind.UnknownModel => (404, "ResourceNotFoundException", "Could not resolve the foundation model from the provided model identifier."),
        FaultKind.UnknownPath => (404, "UnknownOperationException", ""),
        FaultKind.TooLarge => (413, "RequestEntityTooLargeException", "Request too large"),
        FaultKind.RateLimit => (429, "ThrottlingException", "Too many requests, please wait before trying again."),
        FaultKind.Overloaded => (503, "ServiceUnavailableException", Overloaded),
        FaultKind.Server => (500, "InternalServerException", "The system encountered an unexpected error during processing. Try your request again."),
        _ => (400, "ValidationException", fault.Message.Length > 0 ? fault.Message : "The provided request is not valid"),
    };
}
