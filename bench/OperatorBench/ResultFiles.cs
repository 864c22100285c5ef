using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AiGateway.OperatorBench;

/// <summary>Writes what a bench found as JSON and as a table, and prints the table.</summary>
internal static class ResultFiles
{
    /// <summary>Writes <c>name.json</c> and <c>name.md</c> into the folder.</summary>
    public static async Task WriteAsync<T>((string Folder, string Name) at, T result, JsonTypeInfo<T> json, string table)
    {
        Directory.CreateDirectory(at.Folder);
        await File.WriteAllTextAsync(Path.Combine(at.Folder, $"{at.Name}.json"), JsonSerializer.Serialize(result, json) + "\n");
        await File.WriteAllTextAsync(Path.Combine(at.Folder, $"{at.Name}.md"), table);
        await Console.Out.WriteAsync(table);
    }
}
