using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Status;

/// <summary>Writes all statuses into one file, replaced whole, and says each change in one line of the log.</summary>
internal sealed partial class FolderStatusSink(string folder, ILogger<FolderStatusSink> logger) : IStatusSink
{
    public const string File = "status.json";

    public async Task<IReadOnlyCollection<ResourceStatus>> WriteAsync(
        IReadOnlyCollection<ResourceStatus> changed, IReadOnlyCollection<ResourceStatus> all, CancellationToken cancellationToken)
    {
        foreach (var (resource, status) in changed)
        {
            var ready = status.Conditions.FirstOrDefault(condition => condition.Type == "Ready") ?? new Condition { Type = "", Status = "", Reason = "", Message = "" };
            Log.Status(logger, resource.Kind, $"{resource.Namespace}/{resource.Name}", ready.Status, $"{ready.Reason}: {ready.Message}");
        }

        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, File);
        await System.IO.File.WriteAllBytesAsync(file + ".new", StatusJson.WriteAll(all), cancellationToken);
        System.IO.File.Move(file + ".new", file, overwrite: true);
        return changed;
    }

    private static partial class Log
    {
        [LoggerMessage(410, LogLevel.Information, "{Kind} {Name}: Ready={Ready} {Why}")]
        public static partial void Status(ILogger logger, string kind, string name, string ready, string why);
    }
}
