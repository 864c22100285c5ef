using System.Net;
using System.Text;

namespace AiGateway.Operator.Tests.Tokens;

/// <summary>A token endpoint of a cloud: keeps the forms that came, and answers what the test says.</summary>
internal sealed class FakeTokenEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeTokenEndpoint(WebApplication app) => _app = app;

    public List<(Dictionary<string, string> Form, Dictionary<string, string> Headers)> Asked { get; } = [];

    /// <summary>Status and body of the next answers.</summary>
    public (int Status, string Body) Answer { get; set; } = (200, """{"access_token":"ya29.short","token_type":"Bearer","expires_in":3600}""");

    public Uri Url => new(_app.Urls.Single() + "/token");

    public static async Task<FakeTokenEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var endpoint = new FakeTokenEndpoint(builder.Build());
        endpoint._app.Run(endpoint.HandleAsync);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var form = (await reader.ReadToEndAsync()).Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1]), StringComparer.Ordinal);
        lock (Asked) Asked.Add((form, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        http.Response.StatusCode = Answer.Status;
        http.Response.ContentType = Answer.Body.StartsWith('<') ? "text/xml" : "application/json";
        await http.Response.WriteAsync(Answer.Body);
    }
}
