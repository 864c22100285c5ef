using System.Text.Json.Nodes;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.CrdGenerator;

/// <summary>The types of Kubernetes' own API inside ours (metav1.LabelSelector, metav1.Condition), with the bounds that the API server gives them.</summary>
internal static class KnownSchemas
{
    private const string LabelKey = "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";
    private const string LabelValue = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";

    public static JsonObject? Find(Type type)
    {
        if (type == typeof(LabelSelector)) return Parse(LabelSelectorSchema);
        return type == typeof(Condition) ? Parse(ConditionSchema) : null;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private const string LabelSelectorSchema = $$"""
        {
          "properties": {
            "matchExpressions": {
              "description": "Requirements that must all hold.",
              "items": {
                "description": "One requirement.",
                "properties": {
                  "key": { "description": "The label.", "maxLength": 317, "minLength": 1, "pattern": "{{LabelKey}}", "type": "string" },
                  "operator": { "description": "How the label is compared.", "enum": ["In", "NotIn", "Exists", "DoesNotExist"], "type": "string" },
                  "values": {
                    "description": "The values for In and NotIn; empty for the others.",
                    "items": { "maxLength": 63, "pattern": "{{LabelValue}}", "type": "string" },
                    "maxItems": 64, "type": "array", "x-kubernetes-list-type": "atomic"
                  }
                },
                "required": ["key", "operator"], "type": "object"
              },
              "maxItems": 32, "type": "array", "x-kubernetes-list-type": "atomic"
            },
            "matchLabels": {
              "additionalProperties": { "maxLength": 63, "pattern": "{{LabelValue}}", "type": "string" },
              "description": "Labels that must have these values.", "maxProperties": 64, "type": "object"
            }
          },
          "type": "object", "x-kubernetes-map-type": "atomic"
        }
        """;

    private const string ConditionSchema = """
        {
          "properties": {
            "lastTransitionTime": { "description": "When the status last changed.", "format": "date-time", "type": "string" },
            "message": { "description": "For a person: what is wrong, where, and what to do.", "maxLength": 32768, "type": "string" },
            "observedGeneration": { "description": "The generation that was looked at.", "format": "int64", "minimum": 0, "type": "integer" },
            "reason": { "description": "A machine-readable word.", "maxLength": 1024, "minLength": 1, "pattern": "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$", "type": "string" },
            "status": { "description": "True is good.", "enum": ["True", "False", "Unknown"], "type": "string" },
            "type": { "description": "Which condition.", "maxLength": 316, "minLength": 1, "pattern": "^[A-Za-z][A-Za-z0-9]*$", "type": "string" }
          },
          "required": ["lastTransitionTime", "message", "reason", "status", "type"],
          "type": "object"
        }
        """;
}
