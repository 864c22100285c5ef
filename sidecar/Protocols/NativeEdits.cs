using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.OpenAi;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The few bytes of a body that change on its way to a target of the same format; every other byte passes as it came.</summary>
internal static class NativeEdits
{
    private static readonly byte[] s_name = "\"model\":"u8.ToArray();

    /// <summary>The edits, ordered: the model's name, what makes the provider tell usage, what the request's reader found necessary.</summary>
    public static BodyEdit[] Of(ModelRequest request, Target target, ProviderSurface surface, in SurfaceCall call)
    {
        var model = ModelOf(request, target, surface, call);
        var telling = ChatKinds.TakesUsageOption(target.Provider.Kind) ? request.UsageEdit : null;
        if (request.Edits.IsEmpty) return Pair(model, telling);
        List<BodyEdit> edits = [.. request.Edits];
        if (telling is { } usage) edits.Add(usage);
        if (model is { } name) edits.Add(name);
        return [.. edits.OrderBy(edit => edit.Start)];
    }

    private static BodyEdit[] Pair(BodyEdit? model, BodyEdit? usage)
    {
        if (model is not { } name) return usage is { } alone ? [alone] : [];
        if (usage is not { } edit) return [name];
        return edit.Start < name.Start ? [edit, name] : [name, edit];
    }

    private static BodyEdit? ModelOf(ModelRequest request, Target target, ProviderSurface surface, in SurfaceCall call)
    {
        if (surface.InsteadOfModel(call.Format) is { } member)
        {
            return request.ModelMemberStart < 0
                ? Insert(request, member.Span)
                : new(request.ModelMemberStart, request.ModelStart + request.ModelLength - request.ModelMemberStart, member);
        }

        if (request.ModelStart >= 0)
        {
            var name = target.ModelJson ?? (request.BodyNamesAnother ? Target.ToJson(call.Model) : null);
            return name is null ? null : new(request.ModelStart, request.ModelLength, name);
        }

        return surface.NamesModelInPath(call.Format) ? null : Insert(request, [.. s_name, .. target.ModelJson ?? Target.ToJson(call.Model)]);
    }

    /// <summary>A member in front of all others.</summary>
    private static BodyEdit Insert(ModelRequest request, ReadOnlySpan<byte> member) =>
        new(request.RootStart, 0, request.RootIsEmpty ? member.ToArray() : [.. member, (byte)',']);
}
