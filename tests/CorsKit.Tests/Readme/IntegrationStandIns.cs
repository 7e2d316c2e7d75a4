using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using CorsKit;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

// What the code of INTEGRATIONS.md names: the reader's own.
namespace ReadmeExamples;

public sealed class OrdersHub : Hub;

/// <summary>What the gRPC tools make of a .proto file, as far as it matters here.</summary>
[BindServiceMethod(typeof(OrdersServiceBase), nameof(Bind))]
public abstract class OrdersServiceBase
{
    private static readonly Marshaller<string> Text = Marshallers.Create(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    public static void Bind(ServiceBinderBase binder, OrdersServiceBase? service) => binder.AddMethod(
        new Method<string, string>(MethodType.Unary, "orders.Orders", "Find", Text, Text), service is null ? null! : new UnaryServerMethod<string, string>(service.Find));

    public abstract Task<string> Find(string request, ServerCallContext context);
}

public sealed class OrdersService : OrdersServiceBase
{
    public override Task<string> Find(string request, ServerCallContext context) =>
        request == "1" ? Task.FromResult("Espresso cups") : throw new RpcException(new Status(StatusCode.NotFound, "no such order"));
}

[ApiController]
[Route("mvc")]
internal sealed class OrdersController : ControllerBase
{
    /// <summary>Adds this one alone: other tests have controllers with policies of their own.</summary>
    public sealed class Feature : IApplicationFeatureProvider<ControllerFeature>
    {
        public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature) => feature.Controllers.Add(typeof(OrdersController).GetTypeInfo());
    }

    [HttpGet]
    public string Get() => "orders";

    [HttpGet("public")]
    [GatewayCors("public")]
    public string GetPublic() => "open to all";
}

/// <summary>An identity server as far as it matters here: it answers inside of UseAuthentication.</summary>
public sealed class AnsweringScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder), IAuthenticationRequestHandler
{
    public async Task<bool> HandleRequestAsync()
    {
        if (Request.Path != "/connect/token")
        {
            return false;
        }

        Response.StatusCode = 400;
        await Response.WriteAsync("invalid_grant");
        return true;
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
}
