using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class KubeConfigTests
{
    private const string Good = """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts:
        - name: there
          context: {cluster: none, user: none}
        - name: here
          context: {cluster: local, user: me, namespace: team-a}
        clusters:
        - name: local
          cluster:
            server: https://api.example:6443
            certificate-authority: pki/ca.crt
            tls-server-name: kubernetes
        users:
        - name: me
          user: {token: very-secret}
        """;

    [Fact]
    public void File_OfTheCurrentContext_IsRead()
    {
        var config = Read(Good);

        Assert.Equal(new Uri("https://api.example:6443"), config.Server);
        Assert.Equal(("very-secret", "team-a", "kubernetes"), (config.Token, config.Namespace, config.ServerName));
        Assert.True(Path.IsPathRooted(config.AuthorityFile));
        Assert.EndsWith("pki/ca.crt", config.AuthorityFile, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", config.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user: {token: very-secret}", "user: {exec: {command: aws}}", "users[].user.exec is not supported")]
    [InlineData("user: {token: very-secret}", "user: {auth-provider: {name: gcp}}", "users[].user.auth-provider is not supported")]
    [InlineData("user: {token: very-secret}", "user: {username: a, password: very-secret}", "users[].user.username is not supported")]
    [InlineData("user: {token: very-secret}", "user: {client-certificate-data: YQ==}", "needs both certificate and key")]
    [InlineData("tls-server-name: kubernetes", "insecure-skip-tls-verify: true", "insecure-skip-tls-verify is not supported")]
    [InlineData("tls-server-name: kubernetes", "proxy-url: http://proxy", "proxy-url is not supported")]
    [InlineData("current-context: here", "current-context: nowhere", "contexts has no entry named nowhere")]
    [InlineData("current-context: here", "current-context: there", "clusters has no entry named none")]
    [InlineData("server: https://api.example:6443", "x: y", "the cluster has no server")]
    [InlineData("kind: Config", "kind: [Config", "while reading it")]
    public void File_ThatAsksForWhatIsNotDone_IsRefusedAndSaysWhat(string old, string now, string message)
    {
        var refused = Assert.Throws<KubeConfigException>(() => Read(Good.Replace(old, now, StringComparison.Ordinal)));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_AndSeveralFiles_AreRefused()
    {
        Assert.Throws<KubeConfigException>(() => KubeConfig.Load(_ => "/nowhere/config"));
        Assert.Throws<KubeConfigException>(() => KubeConfig.Load(_ => "/a:/b"));
    }

    [Fact]
    public void Pod_UsesItsServiceAccount()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "namespace"), "aigateway-system\n");
        string? Environment(string name) => name switch { "KUBERNETES_SERVICE_HOST" => "fd00::1", "KUBERNETES_SERVICE_PORT" => "443", _ => null };

        var config = KubeConfig.InCluster(Environment, folder);
        Directory.Delete(folder, recursive: true);

        Assert.Equal("https://[fd00::1]/", config.Server.AbsoluteUri);
        Assert.Equal((Path.Combine(folder, "token"), Path.Combine(folder, "ca.crt")), (config.TokenFile, config.AuthorityFile));
        Assert.Equal("aigateway-system", config.Namespace);
    }

    [Fact]
    public void NeitherFileNorPod_IsRefused() =>
        Assert.Contains("KUBECONFIG is not set", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(_ => null)).Message, StringComparison.Ordinal);

    private static KubeConfig Read(string yaml)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, yaml);
            return KubeConfigFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
