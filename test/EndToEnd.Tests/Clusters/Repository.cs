namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "AiGateway.sln"))
            ? folder
            : Find(Directory.GetParent(folder)?.FullName ?? throw new DirectoryNotFoundException("AiGateway.sln stands in no folder above the tests"));
}
