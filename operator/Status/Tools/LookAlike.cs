namespace AiGateway.Operator.Status.Tools;

/// <summary>A tool, and the one that it can be taken for.</summary>
internal sealed record LookAlike(string Server, string Tool, string OtherServer, string OtherTool)
{
    /// <summary>In words of the server's own status.</summary>
    public string Describe()
    {
        var of = OtherServer == Server ? "this server" : $"McpServer {OtherServer}";
        return Tool == OtherTool
            ? $"{ToolText.Quote(Tool)} of this server is also a tool of {of}"
            : $"{ToolText.Quote(Tool)} of this server looks like {ToolText.Quote(OtherTool)} of {of}";
    }
}
