using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status.Tools;

/// <summary>Tool servers, what sidecars say of them, and the statuses that come of it: compiled and written for real.</summary>
internal sealed class ToolsGiven
{
    public ToolsGiven()
    {
        Sidecars = new(Time);
        Writer = new(Sink, Sidecars, Time);
    }

    public Publish.ManualTime Time { get; } = new();

    public SidecarBoard Sidecars { get; }

    public StatusWriter Writer { get; }

    public CountingSink Sink { get; } = new();

    public ImmutableArray<McpServer> Servers { get; set; } = [Server("git")];

    /// <summary>The servers that the one policy allows.</summary>
    public ImmutableArray<string> Reached { get; set; } = ["*"];

    public ImmutableArray<Pod> Pods { get; set; } = [StatusGiven.Pod("a"), StatusGiven.Pod("b")];

    /// <summary>Objects that can no longer be read.</summary>
    public ImmutableArray<UnreadableObject> Unreadable { get; set; } = [];

    public IReadOnlyCollection<StatusChange> Changes { get; private set; } = [];

    public static McpServer Server(string name, PinningMode pinning = PinningMode.Warn, params string[] approved) => new()
    {
        Metadata = new() { Namespace = "team", Name = name, Uid = "uid-" + name, Generation = 1, ResourceVersion = "5" },
        Spec = new() { Url = $"https://{name}.example/mcp", Pinning = pinning, ApprovedTools = [.. approved] },
    };

    /// <summary>A definition's pin: of a tool's name and what else there is in it.</summary>
    public static string Pin(string name, string definition = "") => $"{name}@sha256:{Hash(name + definition)}";

    public static string Hash(string definition) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definition)));

    /// <summary>A sidecar's word: the pins that it saw, its clock now.</summary>
    public SeenServer Saw(string server, params string[] pins) => new()
    {
        Server = "team/" + server,
        Tools = [.. pins.Select(Parse).Where(pin => pin.Name != ToolPin.Instructions).Select(pin => new SeenTool { Name = pin.Name, Hash = pin.Hash })],
        Instructions = pins.Select(Parse).FirstOrDefault(pin => pin.Name == ToolPin.Instructions)?.Hash,
        At = Time.GetUtcNow(),
        ListedAt = Time.GetUtcNow(),
    };

    public ToolsGiven Approve(string server, params string[] pins)
    {
        Servers = [.. Servers.Select(known => known.Metadata.Name != server ? known : known with { Spec = known.Spec with { ApprovedTools = [.. pins] } })];
        return this;
    }

    public ToolsGiven Pinned(PinningMode pinning)
    {
        Servers = [.. Servers.Select(known => known with { Spec = known.Spec with { Pinning = pinning } })];
        return this;
    }

    /// <summary>A sidecar, in which everything is in force, says what it saw.</summary>
    public ToolsGiven Hear(string pod, params SeenServer[] servers) => Hear(Enforcing(pod), servers);

    public ToolsGiven Hear(SidecarState sidecar, params SeenServer[] servers)
    {
        Sidecars.Tell(SidecarBoard.Here, sidecar);
        Sidecars.See(SidecarBoard.Here, new() { PodUid = sidecar.PodUid, Stream = sidecar.Stream, Servers = [.. servers] });
        return this;
    }

    /// <summary>A sidecar is gone, and nobody counts on it any more.</summary>
    public ToolsGiven Leave(string pod)
    {
        Sidecars.Tell(SidecarBoard.Here, StatusGiven.Sidecar(pod) with { Gone = Time.GetUtcNow() });
        Time.Advance(SidecarBoard.Grace);
        return this;
    }

    /// <summary>One look; the statuses as the API then has them.</summary>
    public async Task<ToolsGiven> LookAsync()
    {
        var inventory = new Inventory { Policies = [Policy()], McpServers = Servers, Pods = Pods, Unreadable = Unreadable };
        Changes = await Writer.WriteAsync(new(inventory, BundleCompiler.Compile(inventory)), TestContext.Current.CancellationToken);
        Servers = [.. Servers.Select(server => server with { Status = Read(server.Metadata.Name) ?? server.Status })];
        return this;
    }

    /// <summary>Another replica takes over: it knows what the objects say.</summary>
    public ToolsGiven ChangeLeader()
    {
        Writer.Reset();
        return this;
    }

    public McpServerStatus Status(string server = "git") => Servers.Single(known => known.Metadata.Name == server).Status!;

    public (string Status, string Reason, string Message) Condition(string type, string server = "git")
    {
        var condition = Status(server).Of(type);
        return (condition.Status, condition.Reason, condition.Message);
    }

    public int WritesOf(string server = "git") => Sink.Writes.Count(write => write.Resource.Kind == nameof(McpServer) && write.Resource.Name == server);

    public SidecarState Enforcing(string pod)
    {
        var state = StatusGiven.Sidecar(pod);
        var servers = Servers.Select(server => new SourceRef
        {
            Kind = nameof(McpServer), Namespace = server.Metadata.Namespace, Name = server.Metadata.Name, Uid = server.Metadata.Uid, Generation = server.Metadata.Generation,
        });
        return state with { InForce = state.InForce! with { Sources = [.. state.InForce.Sources, .. servers] } };
    }

    /// <summary>Through JSON, as it comes back: never the same arrays.</summary>
    private McpServerStatus? Read(string server) =>
        Sink.Writes.LastOrDefault(write => write.Resource.Kind == nameof(McpServer) && write.Resource.Name == server) is { } written
            ? System.Text.Json.JsonSerializer.Deserialize(StatusJson.Write(written.Status), ResourceJson.Default.McpServerStatus)
            : null;

    private AgentPolicy Policy()
    {
        var policy = StatusGiven.Policy();
        return policy with { Spec = policy.Spec with { Mcp = [.. Reached.Select(server => new McpAccess { Server = server, Tools = new() { Allow = ["*"] } })] } };
    }

    private static ToolPin Parse(string text) => ToolPin.TryParse(text, out var pin) ? pin : throw new ArgumentException(text);
}
