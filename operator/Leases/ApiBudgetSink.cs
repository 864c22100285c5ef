using System.Buffers;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>Applies a Budget's figures to its status, as a manager of their own: conditions have another one.</summary>
internal sealed partial class ApiBudgetSink(KubeClient client, ILogger<ApiBudgetSink> logger)
{
    private static readonly ApplyOptions Apply = new() { FieldManager = "aigateway-ledger", Force = true };

    public async Task<bool> ApplyAsync(Budget budget, BudgetStatus figures, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Of(budget);
        var error = (await client.ApplyStatusAsync(ResourceKinds.Budgets, key, Write(key, figures), Apply, cancellationToken)).Error;
        if (error is { IsNotFound: false }) Log.Refused(logger, key.Namespace, key.Name, error.ToString());
        return error is null;
    }

    /// <summary>The intent: the object's name and the figures, and nothing else of the status.</summary>
    internal static ReadOnlyMemory<byte> Write(ObjectKey key, BudgetStatus figures)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", Group.ApiVersion);
        json.WriteString("kind", nameof(Budget));
        json.WriteStartObject("metadata");
        json.WriteString("namespace", key.Namespace);
        json.WriteString("name", key.Name);
        json.WriteEndObject();
        json.WriteStartObject("status");
        json.WriteString("consumed", figures.Consumed);
        json.WriteString("estimated", figures.Estimated);
        if (figures.Limit is { } limit) json.WriteString("limit", limit);
        json.WriteString("out", figures.Out);
        json.WriteString("overdrawn", figures.Overdrawn);
        json.WriteNumber("holders", figures.Holders ?? 0);
        if (figures.MaxOvershoot is { } maxOvershoot) json.WriteString("maxOvershoot", maxOvershoot);
        if (figures.MaxOvershootText is { } maxOvershootText) json.WriteString("maxOvershootText", maxOvershootText);
        if (figures.ResetsAt is { } at) json.WriteString("resetsAt", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static partial class Log
    {
        [LoggerMessage(346, LogLevel.Warning, "The figures of Budget {Namespace}/{Name} were refused: {Why}")]
        public static partial void Refused(ILogger logger, string @namespace, string name, string why);
    }
}
