using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watch;

/// <summary>What is wrong with a file rather than with an object: told under the kind <see cref="Kind"/>, so that no rule hangs on it.</summary>
internal static class FileProblem
{
    public const string Kind = "File";

    public static UnreadableObject Of(ManifestObject manifest, string message) => Of(manifest.Where, manifest.Kind, message);

    public static UnreadableObject Of(string file, string field, string message) =>
        new() { Kind = Kind, Metadata = new() { Name = file }, Field = field, Message = message };
}
