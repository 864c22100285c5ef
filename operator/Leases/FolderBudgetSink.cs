using System.Collections.Concurrent;
using System.Text.Json;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>Without a cluster: the figures of all Budgets in one file, <c>budgets.json</c>, replaced whole.</summary>
internal sealed class FolderBudgetSink(string folder)
{
    private readonly ConcurrentDictionary<string, BudgetStatus> _figures = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public Task<bool> ApplyAsync(Budget budget, BudgetStatus figures, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _figures[$"{budget.Metadata.Namespace}/{budget.Metadata.Name}"] = figures;
            Directory.CreateDirectory(folder);
            var (path, next) = (Path.Combine(folder, "budgets.json"), Path.Combine(folder, "budgets.json.next"));
            using (var stream = File.Create(next))
            {
                using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
                json.WriteStartObject();
                foreach (var (name, status) in _figures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(name);
                    JsonSerializer.Serialize(json, status, ResourceJson.Default.BudgetStatus);
                }

                json.WriteEndObject();
            }

            File.Move(next, path, overwrite: true);
        }

        return Task.FromResult(true);
    }
}
