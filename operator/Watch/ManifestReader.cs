using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Watch;

/// <summary>
/// The text of one file into objects of the kinds that matter here: ours strictly, as nobody else has checked them; Pods, Namespaces and Secrets as far as
/// they are read. Other kinds are none of our business and left out.
/// </summary>
internal static class ManifestReader
{
    private static readonly ImmutableHashSet<string> SecretFields =
        ImmutableHashSet.Create(StringComparer.Ordinal, "apiVersion", "kind", "metadata", "data", "stringData", "type", "immutable");

    /// <exception cref="ManifestException">The file is not YAML.</exception>
    public static ImmutableArray<ManifestObject> Read(string file, DateTimeOffset writtenAt, string text)
    {
        var objects = ImmutableArray.CreateBuilder<ManifestObject>();
        var number = 0;
        foreach (var (json, line) in YamlJson.Read(text))
        {
            if (json.ValueKind != JsonValueKind.Object) throw new ManifestException(line, "a document must be a mapping");
            var source = new ManifestObject
            {
                Kind = Text(json, "kind"),
                Key = KeyOf(json),
                Where = $"{file}, document {++number}",
                Json = json,
                WrittenAt = writtenAt,
            };
            if (ReadOne(source) is { } read) objects.Add(read);
        }
        return objects.ToImmutable();
    }

    private static ManifestObject? ReadOne(ManifestObject source) => (Text(source.Json, "apiVersion"), source.Kind) switch
    {
        (Group.ApiVersion, nameof(ProviderCredential)) => Own(source, ResourceKinds.Credentials),
        (Group.ApiVersion, nameof(ModelRoute)) => Own(source, ResourceKinds.Routes),
        (Group.ApiVersion, nameof(AgentPolicy)) => Own(source, ResourceKinds.Policies),
        (Group.ApiVersion, nameof(McpServer)) => Own(source, ResourceKinds.McpServers),
        (Group.ApiVersion, nameof(Guardrail)) => Own(source, ResourceKinds.Guardrails),
        (Group.ApiVersion, nameof(Budget)) => Own(source, ResourceKinds.Budgets),
        (Group.ApiVersion, nameof(Agent)) => Own(source, ResourceKinds.Agents),
        (Group.ApiVersion, nameof(ApprovalRequest)) => Own(source, ResourceKinds.ApprovalRequests),
        ("v1", nameof(Pod)) => Core(source, Kinds.Pods),
        ("v1", nameof(Namespace)) => Core(source, Kinds.Namespaces),
        ("v1", nameof(Secret)) => ReadSecret(source),
        (var version, _) when version.StartsWith(Group.Name + "/", StringComparison.Ordinal) =>
            Refused(source, "kind", $"{version} has no such kind: expected ProviderCredential, ModelRoute, AgentPolicy, McpServer, Guardrail, Budget, Agent or ApprovalRequest of {Group.ApiVersion}"),
        ("", _) or (_, "") => Refused(source, "apiVersion", "a document needs apiVersion and kind"),
        _ => null,
    };

    private static ManifestObject Own<T>(ManifestObject source, ResourceKind<T> kind)
        where T : KubernetesObject
    {
        var read = ResourceReader.ReadStrict(source.Json, kind.Json);
        // The namespace that the folder gives it: an AgentPolicy that cannot be read denies there.
        var problem = read.Unreadable is { } found ? found with { Metadata = found.Metadata with { Namespace = source.Key.Namespace } } : null;
        return Named(source with { Value = read.Value, Problem = problem });
    }

    private static ManifestObject Core<T>(ManifestObject source, ResourceKind<T> kind)
        where T : KubernetesObject
    {
        var (value, unreadable) = ObjectReader.Read(source.Json, kind);
        return Named(source with { Value = value, Problem = unreadable is null ? null : Unreadables.Plain(unreadable, kind.Kind) });
    }

    private static ManifestObject ReadSecret(ManifestObject source)
    {
        var unknown = source.Json.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !SecretFields.Contains(name));
        if (unknown is not null) return Refused(source, unknown, "is unknown: check its spelling, or remove it");
        var read = Core(source, Kinds.Secrets);
        if (read.Value is not Secret secret || !source.Json.TryGetProperty("stringData", out var texts)) return read;
        if (texts.ValueKind != JsonValueKind.Object) return Refused(source, "stringData", "must be a mapping of texts");
        foreach (var text in texts.EnumerateObject())
        {
            if (text.Value.ValueKind != JsonValueKind.String) return Refused(source, $"stringData.{text.Name}", "must be a text: put it in quotes");
            secret = secret with { Data = secret.Data.SetItem(text.Name, Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Value.GetString()!))) };
        }
        return read with { Value = secret };
    }

    private static ManifestObject Named(ManifestObject source) =>
        source.Key.Name.Length > 0 ? source : Refused(source, "metadata.name", "is required");

    private static ManifestObject Refused(ManifestObject source, string field, string message) => source with
    {
        Value = null,
        Problem = new()
        {
            Kind = source.Kind,
            Metadata = new() { Namespace = source.Key.Namespace, Name = source.Key.Name },
            Field = field,
            Message = message,
        },
    };

    private static ObjectKey KeyOf(JsonElement json)
    {
        if (!json.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object) return new("", "");
        if (Text(json, "kind") == nameof(Namespace)) return new("", Text(metadata, "name"));
        var inNamespace = Text(metadata, "namespace");
        return new(inNamespace.Length == 0 ? "default" : inNamespace, Text(metadata, "name"));
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
