using CorsKit;
using CorsKit.Authorizer;
using CorsKit.DynamoDB;
using Microsoft.Extensions.Configuration;

// Not below CorsKit, so that what the README does not name is not found by accident.
namespace ReadmeExamples;

/// <summary>The code of the pages about tenants, compiled. PagesTests compares the regions with the pages letter by letter.</summary>
internal static class TenantsCode
{
    public static void ByAuthorizer(WebApplicationBuilder builder)
    {
        #region SelectByAuthorizer
        builder.Services.AddGatewayCors(); // the policies, from the configuration
        builder.Services.AddGatewayCors(cors => cors.SelectPolicy(
            request => request.AuthorizerValue("corsPolicy"),
            reads => reads.Authorizer("Authorization"), // what the authorizer knows the caller by: Vary names it
            preflightPolicy: "tenants")); // a preflight passes no authorizer
        #endregion
    }

    public static void ByHost(WebApplicationBuilder builder)
    {
        #region SelectByHost
        builder.Services.AddGatewayCors(cors => cors.SelectPolicy(
            request => request.Host == "partners.example.com" ? "partners" : null));
        #endregion
    }

    public static void Source(WebApplicationBuilder builder)
    {
        #region Source
        builder.Services.AddSingleton<TenantOrigins>();
        builder.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(policy => policy
            .AllowOrigins("https://app.example.com") // asked first, and enough for most
            .AllowOriginsFrom<TenantOrigins>(source => source.TenantFrom(request => request.Host))
            .AllowMethods("PUT")));
        #endregion
    }

    public static void Table(WebApplicationBuilder builder)
    {
        #region DynamoDb
        builder.Services.AddDynamoDbOrigins(table => table.TableName = "allowed-origins");
        builder.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(policy => policy
            .AllowOriginsFrom<DynamoDbOriginSource>(source => source.WarmUp(["https://app.example.com"]))));
        #endregion
    }

    public static void ParameterStore(WebApplicationBuilder builder)
    {
        #region ParameterStore
        builder.Configuration.AddSystemsManager("/orders/"); // /orders/GatewayCors/AllowOrigins = https://a.example,https://b.example
        builder.Services.AddGatewayCors(cors => cors.RefreshAfter = TimeSpan.FromMinutes(5));
        #endregion
    }

    public static void AppConfig(WebApplicationBuilder builder)
    {
        #region AppConfig
        builder.Configuration.AddAppConfigUsingLambdaExtension("orders", "production", "cors"); // { "GatewayCors": { … } }
        builder.Services.AddGatewayCors(cors => cors.RefreshAfter = TimeSpan.FromMinutes(5));
        #endregion
    }

    public static void File(WebApplicationBuilder builder)
    {
        #region File
        builder.Configuration.AddJsonFile("/mnt/settings/cors.json", optional: false, reloadOnChange: false);
        builder.Services.AddGatewayCors(cors => cors.RefreshAfter = TimeSpan.FromMinutes(5));
        #endregion
    }

    public static class Files
    {
        #region TenantOrigins
        public sealed class TenantOrigins(TenantDatabase database) : IOriginSource
        {
            public async ValueTask<OriginAnswer> IsAllowedAsync(string origin, OriginSourceContext context, CancellationToken cancellationToken) =>
                await database.HasOriginAsync(context.Tenant!, origin, cancellationToken);
        }
        #endregion

        #region Authorizer
        public sealed class Function // Handler: Orders.Authorizer::Function::HandleAsync
        {
            private static readonly IConfiguration Configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();

            private readonly CorsAuthorizer _authorizer = CorsAuthorizer.ByIdentity(
                AuthorizeAsync,
                options => options.Policies = GatewayCorsPolicies.Load(Configuration.GetSection("GatewayCors")));

            public Task<Stream> HandleAsync(Stream lambdaEvent) => _authorizer.HandleAsync(lambdaEvent);

            private static async ValueTask<AuthorizerDecision> AuthorizeAsync(AuthorizerIdentity caller, CancellationToken cancellationToken) =>
                caller.BearerToken is not { } token ? AuthorizerDecision.Unauthorized() // 401
                : await Tokens.FindTenantAsync(token, cancellationToken) is not { } tenant ? AuthorizerDecision.Deny() // 403
                : AuthorizerDecision.Allow(tenant).WithPolicy(tenant).With("plan", "gold");
        }
        #endregion
    }
}
