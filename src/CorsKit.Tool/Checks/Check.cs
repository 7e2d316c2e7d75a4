using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Gateways.Readers;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Rules.Apps;
using CorsKit.Tool.Rules.Input;
using CorsKit.Tool.Templates;
using CorsKit.Tool.Templates.Terraform;

namespace CorsKit.Tool.Checks;

/// <summary>Evaluates templates by all rules, in every scenario of each.</summary>
internal sealed class Check
{
    private readonly Outcome _outcome = new();
    private readonly AppSettings? _settings;
    private readonly bool _allowsOutside;

    // Scenarios mostly give a function the same settings.
    private readonly Dictionary<string, App> _apps = new(StringComparer.Ordinal);

    private Check(string? settings, string? environment, bool allowsOutside)
    {
        _allowsOutside = allowsOutside;
        try
        {
            _settings = settings is null ? null : AppSettings.Load(settings, environment);
        }
        catch (UnusableInput unusable)
        {
            _outcome.Unusable.Add(unusable);
        }
    }

    /// <param name="files">Templates and OpenAPI documents.</param>
    /// <param name="settings">appsettings.json, or null.</param>
    /// <param name="environment">The environment whose file overrides it, or null.</param>
    /// <param name="allowsOutside">Whether a template may include files from outside its folder.</param>
    public static Outcome Run(IReadOnlyList<string> files, string? settings, string? environment, bool allowsOutside = false)
    {
        var check = new Check(settings, environment, allowsOutside);
        foreach (var file in files.Distinct())
        {
            check._outcome.Files.Add(file);
            try
            {
                check.Evaluate(Document.Read(file));
            }
            catch (UnusableInput unusable)
            {
                check._outcome.Unusable.Add(unusable);
            }
        }

        check.CheckSettingsAlone();
        return check._outcome;
    }

    private void Evaluate(Document document)
    {
        var root = document.Root;
        var suppressions = new Suppressions(root);
        var start = root.Location;
        if (Template.IsTemplate(root) || TerraformPlan.IsOfTerraform(root))
        {
            var template = Template.IsTemplate(root) ? new Template(document) : TerraformPlan.Read(document);
            var files = new IncludedFiles(document.File, _allowsOutside);
            var scenarios = Scenarios.Of(template, out var complete);
            var faults = new FaultsByScenario(scenarios);
            for (var i = 0; i < scenarios.Count; i++)
            {
                var model = TemplateReader.Read(new EvaluatedTemplate(template, scenarios[i]), files);
                Remark(model, template.Document, complete);
                Evaluate(model, suppressions, faults, i);
            }

            Report(faults, suppressions, start, template.IsTerraform);
            _outcome.Unusable.AddRange(files.Unusable);
        }
        else if (OpenApiReader.IsOpenApi(root))
        {
            var faults = new FaultsByScenario([new Scenario(new Dictionary<string, string>(), new Dictionary<string, bool>())]);
            var model = OpenApiReader.Read(document);
            Remark(model, document, complete: true);
            Evaluate(model, suppressions, faults, 0);
            Report(faults, suppressions, start);
        }
        else
        {
            throw new UnusableInput(start, "neither a CloudFormation template nor an OpenAPI document nor a plan of Terraform: there is no Resources, openapi, swagger or planned_values in it");
        }
    }

    private void Evaluate(GatewayModel model, Suppressions suppressions, FaultsByScenario faults, int scenario)
    {
        faults.HasFrontDoor |= !model.IsEmpty;
        faults.WhyEmpty ??= model.WhyEmpty;
        UnknownValues.Remark(model);
        var app = BuildApp(model);
        foreach (var rule in Rulebook.Rules.Append(new BadSuppression(suppressions.Faults)))
        {
            foreach (var fault in rule.Check(model, app))
            {
                faults.Add(rule.Documentation, fault, scenario);
            }
        }
    }

    private void Remark(GatewayModel model, Document document, bool complete)
    {
        foreach (var (location, text) in document.Remarks)
        {
            model.Remark(null, location, text);
        }

        if (!complete)
        {
            model.Remark(null, document.Root.Location,
                "The conditions allow more combinations than are checked; each parameter was varied on its own, and combinations of them were not checked.");
        }

        if (_settings?.MissingFile is { } missing)
        {
            model.Remark(null, new Location(_settings.File, 1, 1), $"There is no {missing}; the settings are those of {_settings.File} alone.");
        }
    }

    /// <summary>The settings, with what the function is given as environment variables over them.</summary>
    private App? BuildApp(GatewayModel model)
    {
        if (_settings is null)
        {
            return null;
        }

        var overrides = new Dictionary<string, EnvironmentSetting>(StringComparer.OrdinalIgnoreCase);
        foreach (var (resource, location, name, value) in model.FunctionSettings)
        {
            if (name.Length == 0)
            {
                model.Remark(resource, location, "The environment variables are known to the deployment only; what they override of the app's settings was not taken into account.");
                continue;
            }

            var key = name.Replace("__", ":", StringComparison.Ordinal);
            if (value is null)
            {
                model.Remark(resource, location, $"{name} is known to the deployment only, so the app's policy is not: it was not compared with the front doors.");
                return null;
            }

            if (overrides.TryGetValue(key, out var other) && other.Value != value)
            {
                model.Remark(resource, location,
                    $"{name} is given another value in line {other.Location.Line}: the functions have different policies, and none was compared with the front doors.");
                return null;
            }

            overrides[key] = new EnvironmentSetting(key, value, location);
        }

        var identity = string.Join('\n', overrides.Values.Select(setting => $"{setting.Key}={setting.Value}"));
        if (!_apps.TryGetValue(identity, out var app))
        {
            _apps[identity] = app = _settings.Build([.. overrides.Values]);
        }

        if (app is { Definition: null, Policies.Problems.Count: 0 })
        {
            model.Remark(null, app.Location, "There is no default policy and more than one named policy; none was compared with the front doors.");
        }

        return app;
    }

    private void Report(FaultsByScenario faults, Suppressions suppressions, Location start, bool isTerraform = false)
    {
        if (!faults.HasFrontDoor)
        {
            faults.AddInAll(NothingToCheck.Help, NothingToCheck.In(start, faults.WhyEmpty));
        }

        foreach (var (rule, fault, circumstances) in faults.All())
        {
            _outcome.Add(new Finding(isTerraform ? TerraformFixes.In(rule) : rule, fault.Level ?? rule.Level, fault.Location, fault.Resource,
                fault.Message + circumstances, suppressions.Find(rule.Code, fault.Resource)));
        }
    }

    /// <summary>Where no template could be used, the settings still can.</summary>
    private void CheckSettingsAlone()
    {
        if (_settings is not null && _apps.Count == 0 && _outcome.Unusable.Count == _outcome.Files.Count)
        {
            var rule = new BadSettings();
            foreach (var fault in rule.Check(new GatewayModel(), _settings.Build([])))
            {
                _outcome.Add(new Finding(rule.Documentation, rule.Documentation.Level, fault.Location, null, fault.Message, null));
            }
        }
    }
}
