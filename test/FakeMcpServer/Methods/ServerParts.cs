using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Catalog;
using AiGateway.Fakes.Mcp.Scripts;
using AiGateway.Fakes.Mcp.Tasks;
using AiGateway.Fakes.Mcp.Tools;

namespace AiGateway.Fakes.Mcp.Methods;

/// <summary>What a server is made of, and what lives on between two requests.</summary>
internal sealed class ServerParts : IDisposable
{
    public ServerParts(string name, ServerScript script)
    {
        Name = name;
        Script = script;
        Changes = new(Sessions);
        Tools = new([.. ContentTools.All, .. OrdinaryTools.All, .. StreamTools.All, .. AskingTools.All, .. new InputTools(new()).All, .. new TaskTools(Tasks).All, .. Triggers],
            () => Changes.ListChanged("tools"));
    }

    public string Name { get; }

    public ServerScript Script { get; }

    public SessionStore Sessions { get; } = new();

    public TaskStore Tasks { get; } = new();

    public Prompts Prompts { get; } = new();

    public ChangeHub Changes { get; }

    public ToolCatalog Tools { get; }

    public void Dispose()
    {
        foreach (var session in Sessions.All) Sessions.End(session.Id);
        Tasks.Dispose();
    }

    /// <summary>The conformance suite's tools that change what the server offers.</summary>
    private IEnumerable<Tool> Triggers =>
    [
        Tool.Plain("test_trigger_tool_change", "Lets a tool come or go.", _ =>
        {
            if (!Tools.Remove("test_dynamic_tool")) Tools.Add(new() { ["name"] = "test_dynamic_tool", ["description"] = "A tool that comes and goes." });
            return Content.Says("The tools changed.");
        }),
        Tool.Plain("test_trigger_prompt_change", "Lets a prompt come or go.", _ =>
        {
            Prompts.Toggle();
            Changes.ListChanged("prompts");
            return Content.Says("The prompts changed.");
        }),
    ];
}
