using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Catalog;

/// <summary>The tools of a server, in the order of its list. Each change is announced to the clients that listen.</summary>
public sealed class ToolCatalog
{
    private readonly Lock _lock = new();
    private readonly List<Tool> _tools;
    private readonly Action _changed;

    internal ToolCatalog(IEnumerable<Tool> tools, Action changed)
    {
        _tools = [.. tools];
        _changed = changed;
    }

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock) return [.. _tools.Select(tool => tool.Name)];
        }
    }

    /// <summary>A copy of what the list shows of a tool.</summary>
    public JsonObject Definition(string name) => Find(name)?.Definition.DeepClone().AsObject() ?? throw new KeyNotFoundException($"There is no tool {name}");

    /// <summary>Edits what the list shows of a tool; another name renames it. What it does stays.</summary>
    public void Change(string name, Action<JsonObject> edit)
    {
        lock (_lock)
        {
            var index = _tools.FindIndex(tool => tool.Name == name);
            if (index < 0) throw new KeyNotFoundException($"There is no tool {name}");

            var definition = _tools[index].Definition.DeepClone().AsObject();
            edit(definition);
            _tools[index] = _tools[index] with { Definition = definition };
        }
        _changed();
    }

    /// <summary>Adds a tool that says its arguments back; an input schema is put where none is.</summary>
    public void Add(JsonObject definition)
    {
        var copy = definition.DeepClone().AsObject();
        copy["inputSchema"] ??= new JsonObject { ["type"] = "object" };
        lock (_lock) _tools.Add(new(copy, call => Task.FromResult(Content.Says(JsonBytes.Text(call.Arguments)))));
        _changed();
    }

    /// <summary>Takes a tool away; whether there was one.</summary>
    public bool Remove(string name)
    {
        int removed;
        lock (_lock) removed = _tools.RemoveAll(tool => tool.Name == name);
        if (removed > 0) _changed();
        return removed > 0;
    }

    internal Tool? Find(string? name)
    {
        lock (_lock) return _tools.Find(tool => tool.Name == name);
    }

    internal JsonObject[] Definitions()
    {
        lock (_lock) return [.. _tools.Select(tool => tool.Definition.DeepClone().AsObject())];
    }
}
