namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>Tools as a server lists them.</summary>
internal static class ListedTools
{
    /// <summary>One with everything that a definition may have.</summary>
    public const string Search = """{"name":"search","title":"Search","description":"Finds things.","inputSchema":{"type":"object","properties":{"text":{"type":"string"}}},"annotations":{"readOnlyHint":true},"icons":[{"src":"a.png"}],"_meta":{"k":1}}""";

    public static string List(params string[] tools) => GivenGate.Result("{\"tools\":[" + string.Join(',', tools) + "]}");
}
