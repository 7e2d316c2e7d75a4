using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules;

/// <summary>One thing that can be wrong.</summary>
internal abstract class Rule(RuleHelp help)
{
    public RuleHelp Documentation { get; } = help;

    /// <param name="model">The front doors, in one scenario.</param>
    /// <param name="app">The app behind them; null where it is not known.</param>
    public abstract IEnumerable<Fault> Check(GatewayModel model, App? app);
}

/// <summary>What a rule finds.</summary>
/// <param name="Location">Where to look.</param>
/// <param name="Resource">The resource of the template, for suppression; null for what stands outside of one.</param>
/// <param name="Message">What is wrong here, as a sentence.</param>
/// <param name="Level">Where it is not the rule's own.</param>
internal sealed record Fault(Location Location, string? Resource, string Message, Level? Level = null);

/// <summary>A rule about each front door of one kind.</summary>
internal abstract class FrontDoorRule<T>(RuleHelp help, Func<GatewayModel, IEnumerable<T>> subjects) : Rule(help)
{
    public sealed override IEnumerable<Fault> Check(GatewayModel model, App? app) => subjects(model).SelectMany(subject => Check(subject, app));

    protected abstract IEnumerable<Fault> Check(T subject, App? app);
}

internal abstract class RestApiRule(RuleHelp help) : FrontDoorRule<RestApi>(help, model => model.RestApis);

internal abstract class HttpApiRule(RuleHelp help) : FrontDoorRule<HttpApi>(help, model => model.HttpApis);

internal abstract class FunctionUrlRule(RuleHelp help) : FrontDoorRule<FunctionUrl>(help, model => model.FunctionUrls);

internal abstract class ListenerRule(RuleHelp help) : FrontDoorRule<LoadBalancerListener>(help, model => model.Listeners);

/// <summary>A behavior of a distribution that leads to an API.</summary>
internal abstract class BehaviorRule(RuleHelp help) : Rule(help)
{
    public sealed override IEnumerable<Fault> Check(GatewayModel model, App? app)
    {
        foreach (var distribution in model.Distributions)
        {
            foreach (var (behavior, location, message) in distribution.Behaviors.SelectMany(behavior => Check(behavior, app).Select(found => (behavior, found.Location, found.Message))))
            {
                // Pages and API under one name are one origin, and CORS is for what other pages call.
                yield return distribution.ServesPages && !HitsOwnPages
                    ? new Fault(location, distribution.Id, $"{message} (Pages that this distribution serves need no CORS; those of other origins do.)", Level.Note)
                    : new Fault(location, distribution.Id, message, !HitsOwnPages && IsWithoutSign(behavior, app) ? Level.Note : LevelFor(app));
            }
        }
    }

    /// <summary>Whether it fails for requests of the distribution's own pages too.</summary>
    protected virtual bool HitsOwnPages => false;

    /// <summary>Whether nothing tells that pages of other origins are meant to use it.</summary>
    protected static bool IsWithoutSign(CacheBehavior behavior, App? app) => app is null && !behavior.HasSignOfCors;

    /// <summary>Where it is not the rule's own.</summary>
    protected virtual Level? LevelFor(App? app) => null;

    protected abstract IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app);
}
