using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Mcp.Calls;

/// <summary>The result <c>input_required</c>: the client calls again with the answers (2026-07-28, basic/patterns/mrtr).</summary>
internal sealed class InputNeeded(JsonObject requests, string? state) : Exception("input required")
{
    public JsonObject ToResult()
    {
        var result = new JsonObject { ["resultType"] = "input_required" };
        if (requests.Count > 0) result["inputRequests"] = requests.DeepClone();
        if (state is not null) result["requestState"] = state;
        return result;
    }
}
