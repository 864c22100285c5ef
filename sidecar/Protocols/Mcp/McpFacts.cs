using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// What was read of one message, in whatever order its members came. The first fault stays and is told when the message ends, so that the answer can have the id, which many clients write last.
/// </summary>
internal struct McpFacts
{
    public bool HasJsonRpc;
    public byte[]? Id;
    public bool HasId;
    public McpMethod Method;
    public string? MethodName;
    public bool HasParams;
    public bool HasResult;
    public bool HasError;
    public string? Name;
    public string? Uri;
    public string? TaskId;
    public string? ReferenceType;
    public string? ReferenceName;
    public string? ReferenceUri;
    public ImmutableArray<string>.Builder? Uris;
    public BodySpan Arguments;
    public bool HasInputResponses;
    public string? AskedVersion;
    public string? MetaVersion;
    public bool HasMetaCapabilities;
    public bool HasTasksExtension;
    public CapabilityFinder Capabilities;

    /// <summary>The first thing that is wrong with the message; null where nothing is yet.</summary>
    public Refusal? Fault;

    /// <summary>Takes an object or an array that is not looked into.</summary>
    public void TakeContainer(McpField field, bool isObject)
    {
        HasResult |= field == McpField.Result;
        HasError |= field == McpField.Error;
        HasInputResponses |= field == McpField.InputResponses;
        HasTasksExtension |= field == McpField.TasksExtension && isObject;
        if (!isObject || field is not (McpField.Result or McpField.Error or McpField.Arguments)) Misfit(field);
    }

    /// <summary>Takes any other value.</summary>
    public void TakeScalar(McpField field, scoped ref readonly Utf8JsonReader json)
    {
        switch (field)
        {
            case McpField.JsonRpc:
                HasJsonRpc = json.TokenType == JsonTokenType.String && json.ValueTextEquals("2.0"u8);
                break;
            case McpField.Id:
                TakeId(in json);
                break;
            case McpField.InputResponses:
                HasInputResponses = json.TokenType != JsonTokenType.Null;
                break;
            case McpField.Arguments or McpField.Meta when json.TokenType == JsonTokenType.Null:
                break;
            case McpField.Method:
                SetMethod(TakeText(field, in json));
                break;
            case McpField.Subscription:
                AddSubscription(TakeText(field, in json));
                break;
            case McpField.Version or McpField.MetaVersion or (>= McpField.Name and <= McpField.TaskId) or (>= McpField.ReferenceType and <= McpField.ReferenceUri):
                TextOf(field) = TakeText(field, in json);
                break;
            default:
                HasResult |= field == McpField.Result;
                HasError |= field == McpField.Error;
                Misfit(field);
                break;
        }
    }

    private void SetMethod(string? name)
    {
        if (name is null) return;
        Method = McpMethods.Find(name);
        MethodName = McpMethods.NameOf(Method) is { Length: > 0 } known ? known : name;
    }

    private void AddSubscription(string? uri)
    {
        if (uri is null) return;
        Uris ??= ImmutableArray.CreateBuilder<string>();
        if (Uris.Count < McpNames.MaxUris) Uris.Add(uri);
        else Unfit(McpField.Subscriptions, $"names more than {McpNames.MaxUris} resources");
    }

    /// <summary>Where the text of a member is kept.</summary>
    [UnscopedRef]
    private ref string? TextOf(McpField field)
    {
        switch (field)
        {
            case McpField.Name: return ref Name;
            case McpField.Uri: return ref Uri;
            case McpField.TaskId: return ref TaskId;
            case McpField.Version: return ref AskedVersion;
            case McpField.MetaVersion: return ref MetaVersion;
            case McpField.ReferenceType: return ref ReferenceType;
            case McpField.ReferenceName: return ref ReferenceName;
            default: return ref ReferenceUri;
        }
    }

    /// <summary>A string, or a whole number that every reader takes for the same (JSON-RPC 2.0, section 4; MCP has no null). Kept as it is written.</summary>
    private void TakeId(scoped ref readonly Utf8JsonReader json)
    {
        var length = json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;
        if (length <= McpMessage.MaxId - 2 && json.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            Span<byte> raw = stackalloc byte[(int)length];
            if (json.HasValueSequence) json.ValueSequence.CopyTo(raw);
            else json.ValueSpan.CopyTo(raw);
            if (json.TokenType == JsonTokenType.String) Id = [(byte)'"', .. raw, (byte)'"'];
            else if (json.TryGetInt64(out _) && !raw.ContainsAny("eE."u8) && !raw.SequenceEqual("-0"u8)) Id = raw.ToArray();
        }

        HasId = Id is not null;
        if (!HasId) Malformed($"'id' must be a string of at most {McpMessage.MaxId} bytes, or a whole number.");
    }

    /// <summary>The text; null where it is none that may stand there, which is noted.</summary>
    private string? TakeText(McpField field, scoped ref readonly Utf8JsonReader json)
    {
        var max = McpNames.MaxOf(field);
        var length = json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;
        if (json.TokenType == JsonTokenType.String && length <= 6L * max)
        {
            var isKnown = IsVersion(field) && !json.ValueIsEscaped && !json.HasValueSequence;
            var text = isKnown ? McpVersions.TextOf(json.ValueSpan) : json.GetString()!;
            if (McpNames.IsName(text, max) && (!IsVersion(field) || !text.AsSpan().ContainsAnyExceptInRange('!', '~'))) return text;
        }

        if (field == McpField.Method) Malformed($"'method' must be a string of 1 to {max} characters, none of them a control character.");
        else Unfit(field, $"must be a string of 1 to {max} characters, none of them a control character");
        return null;
    }

    /// <summary>A value that is not of the type that its member has.</summary>
    private void Misfit(McpField field)
    {
        if (field is McpField.Other or McpField.InputResponses or >= McpField.Sampling) return;
        if (field <= McpField.Error) Malformed($"'{McpFields.PathOf(field)}' is of the wrong type.");
        else Unfit(field, "is of the wrong type");
    }

    /// <summary>A message that JSON-RPC does not know.</summary>
    public void Malformed(string message) => Fault ??= new(RefusalReason.InvalidMessage, message);

    /// <summary>A parameter that is not what it must be.</summary>
    public void Unfit(McpField field, string must) => Fault ??= new(RefusalReason.InvalidField, $"'{McpFields.PathOf(field)}' {must}.", McpFields.PathOf(field));

    /// <summary>The message, as far as it can be told what it is; <see cref="Fault"/> says whether it may be used.</summary>
    public McpMessage Finish(McpEra headerEra)
    {
        var kind = MethodName is null && (HasResult || HasError) ? McpKind.Response : HasId ? McpKind.Request : McpKind.Notification;
        CheckShape(kind);
        // A method that the era does not have is told as unknown, whatever it lacks.
        if (Fault is null && kind == McpKind.Request && McpMethods.IsOfAgent(Method, MetaVersion is null ? headerEra : McpEra.Modern)) CheckParameters();
        return new()
        {
            Kind = kind,
            Method = Method,
            MethodName = MethodName ?? "",
            Id = Id,
            Name = NameOf(Method),
            Uri = UriOf(Method),
            Uris = Method == McpMethod.SubscriptionsListen && Uris is not null ? Uris.ToImmutable() : [],
            TaskId = IsOfTask(Method) ? TaskId : null,
            Arguments = Arguments,
            Capabilities = Capabilities.Found,
            HasInputResponses = HasInputResponses,
        };
    }

    /// <summary>What the method is about, and nothing that stands beside it: it would be judged in its place.</summary>
    private readonly string? NameOf(McpMethod method) => method switch
    {
        McpMethod.ToolsCall or McpMethod.PromptsGet => Name,
        McpMethod.Complete => ReferenceName,
        _ => null,
    };

    private readonly string? UriOf(McpMethod method) => method switch
    {
        McpMethod.ResourcesRead or McpMethod.ResourcesSubscribe or McpMethod.ResourcesUnsubscribe => Uri,
        McpMethod.Complete => ReferenceUri,
        _ => null,
    };

    /// <summary>A version goes on in a header too.</summary>
    private static bool IsVersion(McpField field) => field is McpField.MetaVersion or McpField.Version;

    /// <summary>Whether the method asks about a task by its id.</summary>
    public static bool IsOfTask(McpMethod method) =>
        method is McpMethod.TasksGet or McpMethod.TasksResult or McpMethod.TasksUpdate or McpMethod.TasksCancel;

    /// <summary>A message is one of the three that there are, and nothing beside it (JSON-RPC 2.0, sections 4 and 5).</summary>
    private void CheckShape(McpKind kind)
    {
        if (!HasJsonRpc) Malformed("'jsonrpc' must be \"2.0\".");
        if (kind == McpKind.Response)
        {
            if (HasResult && HasError) Malformed("A message has a 'result' or an 'error', not both.");
            if (HasParams) Malformed("A message without a 'method' has no 'params'.");
            if (!HasId) Malformed("A message with a 'result' or an 'error' must have the 'id' that it answers.");
        }
        else if (MethodName is null)
        {
            Malformed("A message must have a 'method', or a 'result' or an 'error'.");
        }
        else if (HasResult || HasError)
        {
            Malformed("A message with a 'method' has neither a 'result' nor an 'error'.");
        }
    }

    /// <summary>What a method is about must be said, since it is judged.</summary>
    private void CheckParameters()
    {
        switch (Method)
        {
            case McpMethod.ToolsCall or McpMethod.PromptsGet when Name is null:
                Unfit(McpField.Name, "is missing");
                break;
            case McpMethod.ResourcesRead or McpMethod.ResourcesSubscribe or McpMethod.ResourcesUnsubscribe when Uri is null:
                Unfit(McpField.Uri, "is missing");
                break;
            case McpMethod.Complete:
                CheckReference();
                break;
            default:
                if (IsOfTask(Method) && TaskId is null) Unfit(McpField.TaskId, "is missing");
                break;
        }
    }

    /// <summary>A completion's ref names a prompt or a resource, and what its type does not have is not read (MCP, completion).</summary>
    private void CheckReference()
    {
        if (ReferenceType == "ref/prompt") ReferenceUri = null;
        else if (ReferenceType == "ref/resource") ReferenceName = null;
        else Unfit(McpField.ReferenceType, "must be 'ref/prompt' or 'ref/resource'");
        if (ReferenceName is null && ReferenceUri is null) Unfit(ReferenceType == "ref/prompt" ? McpField.ReferenceName : McpField.ReferenceUri, "is missing");
    }
}
