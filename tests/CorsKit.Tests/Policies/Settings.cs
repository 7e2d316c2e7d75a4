namespace CorsKit.Tests.Policies;

/// <summary>Settings as tables write them.</summary>
internal static class Settings
{
    public static GatewayCorsPolicySettings Of(params string[] origins) => new() { AllowOrigins = origins };

    public static GatewayCorsPolicySettings Methods(this GatewayCorsPolicySettings settings, params string[] methods)
    {
        settings.AllowMethods = methods;
        return settings;
    }

    public static GatewayCorsPolicySettings Headers(this GatewayCorsPolicySettings settings, params string[] headers)
    {
        settings.AllowHeaders = headers;
        return settings;
    }

    public static GatewayCorsPolicySettings Expose(this GatewayCorsPolicySettings settings, params string[] headers)
    {
        settings.ExposeHeaders = headers;
        return settings;
    }

    public static GatewayCorsPolicySettings Credentials(this GatewayCorsPolicySettings settings)
    {
        settings.AllowCredentials = true;
        return settings;
    }

    public static GatewayCorsPolicySettings MaxAge(this GatewayCorsPolicySettings settings, int seconds)
    {
        settings.MaxAge = seconds;
        return settings;
    }

    public static GatewayCorsPolicy Compile(this GatewayCorsPolicySettings settings) => GatewayCorsPolicy.Create(settings);

    public static IReadOnlyList<PolicyProblem> Problems(this GatewayCorsPolicySettings settings)
    {
        Assert.False(GatewayCorsPolicy.TryCreate(settings, out var policy, out var problems));
        Assert.Null(policy);
        return problems;
    }

    /// <summary>All headers that the verdict puts on a response, one to a line; nothing else is on it.</summary>
    public static string Lines(this OriginVerdict verdict) => Join(
        ("Access-Control-Allow-Credentials", verdict.AllowCredentials),
        ("Access-Control-Allow-Origin", verdict.AllowOrigin),
        ("Access-Control-Expose-Headers", verdict.ExposeHeaders),
        ("Vary", verdict.Vary));

    public static string Lines(this PreflightVerdict verdict) => Join(
        ("Access-Control-Allow-Credentials", verdict.Origin.AllowCredentials),
        ("Access-Control-Allow-Headers", verdict.AllowHeaders),
        ("Access-Control-Allow-Methods", verdict.AllowMethods),
        ("Access-Control-Allow-Origin", verdict.Origin.AllowOrigin),
        ("Access-Control-Max-Age", verdict.MaxAge),
        ("Vary", verdict.Vary));

    private static string Join(params (string Name, string? Value)[] headers) =>
        string.Join('\n', from header in headers where header.Value is not null select $"{header.Name}: {header.Value}");
}
