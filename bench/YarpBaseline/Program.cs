// A bare YARP forwarder, the baseline of the bench: listens at the first argument, forwards to the second, and looks at nothing.
using System.Net;
using Yarp.ReverseProxy.Forwarder;

var builder = WebApplication.CreateEmptyBuilder(new());
builder.WebHost.UseKestrelCore();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPEndPoint.Parse(args[0])));
builder.Services.AddHttpForwarder();
await using var application = builder.Build();
using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
{
    UseProxy = false,
    UseCookies = false,
    AllowAutoRedirect = false,
    AutomaticDecompression = DecompressionMethods.None,
});
var forwarder = application.Services.GetRequiredService<IHttpForwarder>();
application.Run(async http => await forwarder.SendAsync(http, args[1], invoker));
await application.RunAsync();
