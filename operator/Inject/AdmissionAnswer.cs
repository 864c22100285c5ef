using System.Text;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>Writes an <see cref="Injection"/> as the AdmissionReview that answers a request (admission.k8s.io/v1).</summary>
internal static class AdmissionAnswer
{
    public static JsonObject Build(string uid, Injection injection)
    {
        var response = new JsonObject { ["uid"] = uid, ["allowed"] = injection.Outcome != InjectionOutcome.Denied };
        if (injection.Outcome == InjectionOutcome.Denied) response["status"] = Status(injection.Reason!);
        if (injection.Outcome == InjectionOutcome.Skipped) response["warnings"] = new JsonArray($"aigateway.dev: no sidecar: {injection.Reason}");
        if (injection.Patch.Count > 0)
        {
            response["patchType"] = "JSONPatch";
            response["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(injection.Patch.ToJsonString()));
        }

        return new() { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response };
    }

    static JsonObject Status(SkipReason reason)
    {
        var (code, name) = reason.Code switch
        {
            "internal_error" => (500, "InternalError"),
            "policies_unread" => (503, "ServiceUnavailable"),
            _ => (403, "Forbidden"),
        };
        return new() { ["code"] = code, ["reason"] = name, ["message"] = $"aigateway.dev: {reason}" };
    }
}
