namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>The product's images, and those of the tests' agent and provider, built and loaded into the cluster's node.</summary>
internal static class Images
{
    public static async Task LoadAsync()
    {
        var folder = Repository.Path("artifacts", "images");
        await Cluster.ScriptAsync("eng/images.sh", ["--archive", folder]);
        await Cluster.ScriptAsync("test/images/build.sh", [folder]);
        await Cluster.ScriptAsync("test/cluster/load.sh", [.. Directory.GetFiles(folder, "*.tar")]);
    }

    /// <summary>The product's images as another version: the same sources, called otherwise.</summary>
    public static async Task LoadNextAsync(string version)
    {
        var folder = Repository.Path("artifacts", "images", "next");
        await Cluster.ScriptAsync("eng/images.sh", ["--archive", folder], ("VERSION", version));
        await Cluster.ScriptAsync("test/cluster/load.sh", [.. Directory.GetFiles(folder, "*.tar")]);
    }
}
