using System.Globalization;
using CorsKit.Configuration;
using CorsKit.Diagnostics;
using CorsKit.Sources;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace CorsKit;

/// <summary>
/// Writes the settings of one policy in C#. No setting throws: every problem is reported at startup, all at once.
/// </summary>
public sealed class GatewayCorsPolicyBuilder
{
    internal GatewayCorsPolicyBuilder()
    {
    }

    internal GatewayCorsPolicySettings Settings { get; } = new();

    /// <summary>Whom to ask for origins that are not listed.</summary>
    internal PolicySource? Source { get; private set; }

    /// <summary>Problems that the settings cannot express, such as a duration of half a second.</summary>
    internal List<PolicyProblem> Problems { get; } = [];

    /// <summary>Adds to <see cref="GatewayCorsPolicySettings.AllowOrigins"/>: origins as browsers send them, and patterns. At least one, unless a source is asked. Default: none.</summary>
    /// <param name="origins">Origins or patterns: <c>https://shop.example.com</c>, <c>https://*.example.com</c>, <c>http://localhost:*</c>.</param>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowOrigins("https://shop.example.com", "https://*.preview.example.com", "http://localhost:*");</code></example>
    public GatewayCorsPolicyBuilder AllowOrigins(params IEnumerable<string> origins) => Add(Settings.AllowOrigins, origins);

    /// <summary>Allows pages of any origin, the same as <c>AllowOrigins("*")</c>; not with credentials.</summary>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowAnyOrigin();</code></example>
    public GatewayCorsPolicyBuilder AllowAnyOrigin() => AllowOrigins("*");

    /// <summary>
    /// Asks a source for origins that the policy does not list. Its answers are remembered, and errors refuse
    /// (<see cref="OriginSourceOptions"/>). With credentials the source is not asked for http origins beyond loopback unless
    /// <see cref="DangerouslyAllowInsecureOrigins"/>.
    /// </summary>
    /// <param name="configure">Writes bounds, lifetimes and tenants.</param>
    /// <typeparam name="TSource">The source, registered with the app's services under this type.</typeparam>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowOriginsFrom&lt;TenantOrigins&gt;(source =&gt; source.TenantFrom(request =&gt; request.Host));</code></example>
    public GatewayCorsPolicyBuilder AllowOriginsFrom<TSource>(Action<OriginSourceOptions>? configure = null)
        where TSource : class, IOriginSource => Ask(typeof(TSource), null, configure);

    /// <summary>
    /// Decides in code about origins that the policy does not list: <c>(origin, context, cancellationToken) =&gt; …</c> in place of a
    /// class. The same holds: it is asked for well-formed origins only and never for <c>null</c>, its answers are remembered, and errors
    /// refuse. With credentials it is not asked for http origins beyond loopback unless <see cref="DangerouslyAllowInsecureOrigins"/>.
    /// </summary>
    /// <param name="isAllowed">
    /// Whether pages of the origin may read responses; true and false convert to the answer. It does not see the request, since its answer is
    /// used for others too, and may run on several threads at once.
    /// </param>
    /// <param name="configure">Writes bounds, lifetimes and tenants.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="isAllowed"/> is null.</exception>
    /// <example><code>policy.AllowOriginsFrom((origin, context, cancellationToken) =&gt; Regex.IsMatch(origin, @"^https://pr-\d+\.preview\.example\.com$"));</code></example>
    public GatewayCorsPolicyBuilder AllowOriginsFrom(
        Func<string, OriginSourceContext, CancellationToken, OriginAnswer> isAllowed, Action<OriginSourceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(isAllowed);
        return AllowOriginsFrom((origin, context, cancellationToken) => new ValueTask<OriginAnswer>(isAllowed(origin, context, cancellationToken)), configure);
    }

    /// <summary>The same, by asking elsewhere: <c>async (origin, context, cancellationToken) =&gt; await …</c>.</summary>
    /// <inheritdoc cref="AllowOriginsFrom(Func{string, OriginSourceContext, CancellationToken, OriginAnswer}, Action{OriginSourceOptions}?)"/>
    public GatewayCorsPolicyBuilder AllowOriginsFrom(
        Func<string, OriginSourceContext, CancellationToken, ValueTask<OriginAnswer>> isAllowed, Action<OriginSourceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(isAllowed);
        return Ask(typeof(OriginRule), new OriginRule(isAllowed), configure);
    }

    /// <summary>Adds to <see cref="GatewayCorsPolicySettings.AllowMethods"/>; <c>*</c> for any. Default: none, since GET, HEAD and POST need no permission.</summary>
    /// <param name="methods">Methods, case-sensitive.</param>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowMethods("PUT", "DELETE");</code></example>
    public GatewayCorsPolicyBuilder AllowMethods(params IEnumerable<string> methods) => Add(Settings.AllowMethods, methods);

    /// <summary>Allows any method, the same as <c>AllowMethods("*")</c>.</summary>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowAnyMethod();</code></example>
    public GatewayCorsPolicyBuilder AllowAnyMethod() => AllowMethods("*");

    /// <summary>Adds to <see cref="GatewayCorsPolicySettings.AllowHeaders"/>; <c>*</c> for any but <c>authorization</c>. Default: none.</summary>
    /// <param name="headers">Request header names, in any case.</param>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowHeaders("content-type", "authorization");</code></example>
    public GatewayCorsPolicyBuilder AllowHeaders(params IEnumerable<string> headers) => Add(Settings.AllowHeaders, headers);

    /// <summary>
    /// Allows any request header, authorization included: <c>AllowHeaders("*", "authorization")</c>, since <c>*</c> alone
    /// does not cover it.
    /// </summary>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowAnyHeader();</code></example>
    public GatewayCorsPolicyBuilder AllowAnyHeader() => AllowHeaders("*", "authorization");

    /// <summary>Adds to <see cref="GatewayCorsPolicySettings.ExposeHeaders"/>; <c>*</c> for any, not with credentials. Default: none.</summary>
    /// <param name="headers">Response header names, in any case.</param>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.ExposeHeaders("etag", "x-request-id");</code></example>
    public GatewayCorsPolicyBuilder ExposeHeaders(params IEnumerable<string> headers) => Add(Settings.ExposeHeaders, headers);

    /// <summary>Sets <see cref="GatewayCorsPolicySettings.AllowCredentials"/>; not with any origin. Default: off.</summary>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowOrigins("https://shop.example.com").AllowCredentials();</code></example>
    public GatewayCorsPolicyBuilder AllowCredentials()
    {
        Settings.AllowCredentials = true;
        return this;
    }

    /// <summary>Sets <see cref="GatewayCorsPolicySettings.MaxAge"/>: -1 second to a day. Default: two hours, the longest that Chromium honors.</summary>
    /// <param name="maxAge">Whole seconds, up to a day; -1 second switches the browser's preflight cache off.</param>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.MaxAge(TimeSpan.FromHours(1));</code></example>
    public GatewayCorsPolicyBuilder MaxAge(TimeSpan maxAge)
    {
        var seconds = maxAge.TotalSeconds;
        if (seconds != Math.Truncate(seconds) || Math.Abs(seconds) > int.MaxValue)
        {
            Problems.Add(new PolicyProblem(ProblemCode.MaxAge, nameof(MaxAge), maxAge.ToString("c", CultureInfo.InvariantCulture),
                "The preflight cache is set in whole seconds; browsers ignore the header otherwise",
                "Write TimeSpan.FromHours(2), or another number of whole seconds up to a day."));
            return this;
        }

        Settings.MaxAge = (int)seconds;
        return this;
    }

    /// <summary>Sets <see cref="GatewayCorsPolicySettings.DangerouslyAllowInsecureOrigins"/>. Default: off.</summary>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowOrigins("http://shop.example.com").AllowCredentials().DangerouslyAllowInsecureOrigins();</code></example>
    public GatewayCorsPolicyBuilder DangerouslyAllowInsecureOrigins()
    {
        Settings.DangerouslyAllowInsecureOrigins = true;
        return this;
    }

    /// <summary>Sets <see cref="GatewayCorsPolicySettings.DangerouslyAllowPublicSuffixes"/>. Default: off.</summary>
    /// <returns>The same builder.</returns>
    /// <example><code>policy.AllowOrigins("https://*--shop.netlify.app").AllowCredentials().DangerouslyAllowPublicSuffixes();</code></example>
    public GatewayCorsPolicyBuilder DangerouslyAllowPublicSuffixes()
    {
        Settings.DangerouslyAllowPublicSuffixes = true;
        return this;
    }

    /// <summary>
    /// Takes over a policy of Microsoft.AspNetCore.Cors. One that carries a delegate of its own (<c>SetIsOriginAllowed</c>) is a problem, since what
    /// the delegate allows cannot be known: call <c>AllowOriginsFrom</c> with it instead. So are origins that match nothing there; the delegate of <c>SetIsOriginAllowedToAllowWildcardSubdomains</c> is what
    /// <c>*.</c> means here anyway. An unset max-age becomes the default.
    /// </summary>
    /// <param name="policy">Read once; changing it later changes nothing.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    /// <example><code>policy.FromCorsPolicy(new CorsPolicyBuilder("https://shop.example.com").AllowAnyMethod().Build());</code></example>
    public GatewayCorsPolicyBuilder FromCorsPolicy(CorsPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (CorsPolicyImport.Validate(policy) is { } problem)
        {
            Problems.Add(problem);
        }

        AllowOrigins(policy.Origins);
        AllowMethods(policy.Methods);
        AllowHeaders(policy.Headers);
        ExposeHeaders(policy.ExposedHeaders);
        Settings.AllowCredentials |= policy.SupportsCredentials;
        if (policy.AllowAnyHeader)
        {
            AllowAnyHeader();
        }

        return policy.PreflightMaxAge is { } maxAge ? MaxAge(maxAge) : this;
    }

    private GatewayCorsPolicyBuilder Ask(Type type, OriginRule? rule, Action<OriginSourceOptions>? configure)
    {
        if (Source is not null)
        {
            Problems.Add(new PolicyProblem(ProblemCode.DuplicateSource, nameof(AllowOriginsFrom), rule is null ? type.Name : null,
                "A policy asks one source", "Call AllowOriginsFrom once, or ask both in one source or rule of your own."));
        }

        var options = new OriginSourceOptions();
        configure?.Invoke(options);
        Source = new PolicySource(type, options) { Rule = rule };
        return this;
    }

    private GatewayCorsPolicyBuilder Add(IList<string> list, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
        {
            list.Add(value);
        }

        return this;
    }
}
