using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Contracts.Approvals;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers.Approvals;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Approvals;

/// <summary>Makes the questions of a request: what each call of a tool is bound to, and what a human is shown of it. Over the arguments as they would be sent, masked by guards already.</summary>
internal sealed class ApprovalQuestions(ApprovalPreview preview, TimeProvider clock)
{
    private const int MaxTool = 128;

    /// <summary>Of this process, so that a hash that stands for what must not be told says nothing to who can guess it.</summary>
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>One for each message that needs a word; null where arguments have no canonical form, so that nobody can say what was approved.</summary>
    public ImmutableArray<ApprovalQuestion>? Of(Permit permit, McpRequest request)
    {
        var questions = ImmutableArray.CreateBuilder<ApprovalQuestion>();
        for (var index = 0; index < request.Messages.Length; index++)
        {
            if (permit.Approvals[index] is not { } need) continue;
            var message = request.Messages[index];
            var arguments = ArgumentsOf(request, message);
            if (ApprovalBinding.HashOf(arguments) is not { } hash) return null;
            var place = questions.Count(other => other.Key.Tool == message.Name && other.Key.Hash == hash);
            var key = new ApprovalKey(request.Server, message.Name!, hash, place);
            questions.Add(new(key, () => Make(key, need, request, arguments)));
        }

        return questions.DrainToImmutable();
    }

    private ApprovalAsk Make(ApprovalKey key, ApprovalNeed need, McpRequest request, ReadOnlySequence<byte> arguments)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            Id = RandomNumberGenerator.GetHexString(32, lowercase: true),
            Server = key.Server,
            Tool = preview.OfText(key.Tool, MaxTool),
            ArgumentsHash = request.HidesArguments ? Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(key.Hash))) : key.Hash,
            Preview = request.HidesArguments ? ApprovalPreview.Hidden : preview.Of(arguments),
            Rule = ApprovalText.Bounded(need.Rule, MaxRule),
            At = now,
            ExpiresAt = now.AddSeconds(need.ExpirySeconds),
        };
    }

    /// <summary>Those of none are an empty object: the server may not take them for anything else.</summary>
    private static ReadOnlySequence<byte> ArgumentsOf(McpRequest request, McpMessage message)
    {
        var span = message.Arguments;
        return span.Length == 0 ? new("{}"u8.ToArray()) : ArgumentAudit.Masked(request.Body!.Bytes.Slice(span.Start, span.Length), span.Start, request.Masks);
    }

    private const int MaxRule = 512;
}
