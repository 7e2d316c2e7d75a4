using System.Diagnostics.CodeAnalysis;
using CorsKit.Diagnostics;
using CorsKit.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Configuration;

/// <summary>
/// The policies in force. When the configuration changes they are compiled anew and swapped as one; a change with
/// problems is logged, and the last good policies stay.
/// </summary>
internal sealed class PolicyStore : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly HashSet<string> _required = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _reloading = new();
    private readonly ReloadCounter _counter;
    private readonly ConfigurationRefresh? _refresh;
    private volatile PolicySet _current;

    public PolicyStore(IServiceProvider services)
    {
        _services = services;
        _logger = Log.CreateLogger(services);
        _counter = new ReloadCounter(CorsMeter.Create(services));

        // The monitor has validated at startup and is not told of changes: validating would throw into the provider.
        var options = services.GetRequiredService<IOptionsMonitor<GatewayCorsOptions>>().CurrentValue;
        _current = options.Compile();
        WarnOfLetterCase(_current);
        var roots = new List<IConfigurationRoot>();
        foreach (var source in services.GetServices<IConfigureOptions<GatewayCorsOptions>>())
        {
            if (source is SectionOptions { Section: var section })
            {
                _subscriptions.Add(ChangeToken.OnChange(section.GetReloadToken, Reload));
                AddRoot(roots, section);
            }
        }

        if (options.RefreshAfter is { } interval)
        {
            AddRoot(roots, services.GetService<IConfiguration>());
            _refresh = new ConfigurationRefresh(interval, roots, services.GetService<TimeProvider>() ?? TimeProvider.System, _logger, _counter);
        }
    }

    /// <summary>What a request goes by: the configuration is read again first, where that is asked for and due.</summary>
    public PolicySet Current
    {
        get
        {
            _refresh?.RunIfDue();
            return _current;
        }
    }

    /// <summary>A name that UseGatewayCors was given: it must be there now, and stay with every reload.</summary>
    public bool TryRequire(string name, [NotNullWhen(false)] out string? mistake)
    {
        lock (_reloading)
        {
            _required.Add(name);
            mistake = FindMissing(_current);
            return mistake is null;
        }
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private static void AddRoot(List<IConfigurationRoot> roots, IConfiguration? configuration)
    {
        if (configuration is IConfigurationRoot root && !roots.Contains(root))
        {
            roots.Add(root);
        }
    }

    private string? FindMissing(PolicySet policies)
    {
        foreach (var name in _required)
        {
            if (policies.Enabled && !policies.TryFind(name, out _))
            {
                return $"UseGatewayCors names the policy \"{name}\", which does not exist. {policies.DescribeNames()}";
            }
        }

        return null;
    }

    private void WarnOfLetterCase(PolicySet policies)
    {
        foreach (var definition in policies.Enabled ? policies.Definitions : [])
        {
            LowerCaseMethods.Warn(_logger, definition.Name ?? NamedPolicy.DefaultName, definition.Settings.AllowMethods);
            UpperCaseHosts.Warn(_logger, definition.Name ?? NamedPolicy.DefaultName, definition.Settings.AllowOrigins);
        }
    }

    private void Reload()
    {
        lock (_reloading)
        {
            try
            {
                // Asked for here: a second factory at startup would have its constructor compiled, which costs a cold start a millisecond.
                var next = _services.GetRequiredService<IOptionsFactory<GatewayCorsOptions>>().Create(Options.DefaultName).Compile();
                if (FindMissing(next) is { } mistake)
                {
                    Log.ReloadRefused(_logger, mistake);
                    _counter.Count(ReloadResult.Refused);
                    return;
                }

                // A token fires for any change of the whole configuration. Where the policies say the same, a delegate may still have captured something new.
                var before = _current;
                _current = next;
                foreach (var policy in before.WithSource)
                {
                    policy.Lookup?.ForgetVerdicts();
                }

                if (next.SameAs(before))
                {
                    _counter.Count(ReloadResult.Unchanged);
                    return;
                }

                WarnOfLetterCase(next);
                _counter.Count(ReloadResult.Applied);
                if (_logger.IsEnabled(LogLevel.Information))
                {
                    Log.PoliciesReloaded(_logger, PolicyChanges.Describe(before, next));
                }
            }
            catch (OptionsValidationException exception)
            {
                Log.ReloadRefused(_logger, Environment.NewLine + string.Concat(exception.Failures));
                _counter.Count(ReloadResult.Refused);
            }
#pragma warning disable CA1031 // Whatever a source throws, the last good policies stay and the provider is not troubled.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.ReloadFailed(_logger, exception);
                _counter.Count(ReloadResult.Failed);
            }
        }
    }
}
