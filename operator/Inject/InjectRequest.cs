using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// What the injector reads of an AdmissionReview (admission.k8s.io/v1). The namespace is the request's: at creation the pod itself often has none.
/// The pod stays raw, so that a field this version has never heard of passes untouched.
/// </summary>
internal sealed record InjectRequest
{
    public required string Uid { get; init; }

    public string Namespace { get; init; } = "";

    /// <summary>The pod's name, or its generateName where a controller leaves the name to the server.</summary>
    public string PodName { get; init; } = "";

    /// <summary>The pod that is being created; null where the request is about anything else.</summary>
    public JsonObject? Pod { get; init; }

    /// <summary>Reads a review; a <see cref="JsonException"/> says what is wrong with it.</summary>
    public static InjectRequest Parse(ReadOnlySpan<byte> body)
    {
        var review = JsonNode.Parse(body).Object();
        if (review.Text("apiVersion") != "admission.k8s.io/v1" || review.Text("kind") != "AdmissionReview")
            throw new JsonException("this is not an AdmissionReview of admission.k8s.io/v1");

        var request = review.Child("request").Object();
        var pod = IsPodCreation(request) ? request.Child("object").Object() : null;
        var metadata = pod.Child("metadata");
        return new()
        {
            Uid = request.Text("uid") ?? throw new JsonException("the request has no uid"),
            Namespace = request.Text("namespace") ?? "",
            PodName = request.Text("name") is { Length: > 0 } name ? name : metadata.Text("name") ?? metadata.Text("generateName") ?? "",
            Pod = pod,
        };
    }

    static bool IsPodCreation(JsonObject request) =>
        request.Text("operation") == "CREATE"
        && request.Text("subResource") is null or ""
        && request.Child("resource").Text("resource") == "pods";
}
