namespace AiGateway.ControlPlane;

/// <summary>
/// Where etcd and kube-apiserver are: in <c>KUBEBUILDER_ASSETS</c>, else where this project's cluster script keeps what it built, else on the path.
/// </summary>
internal sealed record ControlPlaneBinaries(string Etcd, string ApiServer)
{
    /// <summary>Null with the reason where one of them is missing.</summary>
    public static ControlPlaneBinaries? Find(out string reason)
    {
        var built = Environment.GetEnvironmentVariable("KUBE_BIN")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "aigateway", "kubernetes");
        var folders = new[] { Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS"), built }
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Where(folder => !string.IsNullOrEmpty(folder))
            .ToList();
        var etcd = In(folders, "etcd");
        var server = In(folders, "kube-apiserver");
        var missing = string.Join(" and ", new[] { etcd is null ? "etcd" : null, server is null ? "kube-apiserver" : null }.OfType<string>());
        reason = $"{missing} not found: on Debian as root `make test-apiserver` installs and builds them; elsewhere set KUBEBUILDER_ASSETS to their folder";
        return etcd is null || server is null ? null : new(etcd, server);
    }

    private static string? In(IEnumerable<string?> folders, string name) => folders.Select(folder => Path.Combine(folder!, name)).FirstOrDefault(File.Exists);
}
