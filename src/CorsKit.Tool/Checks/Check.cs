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
    /// <summary>The name of a template that means standard input.</summary>
    public const string StandardInput = "-";

    private const string NameOfStandardInput = "<stdin>";

    private readonly Outcome _outcome = new();
    private readonly FunctionApps? _apps;
    private readonly bool _allowsOutside;

    private Check(string? settings, string? environment, bool allowsOutside)
    {
        _allowsOutside = allowsOutside;
        try
        {
            _apps = settings is null ? null : new FunctionApps(AppSettings.Load(settings, environment));
        }
        catch (UnusableInput unusable)
        {
            _outcome.Unusable.Add(unusable);
        }
    }

    /// <param name="files">Templates and OpenAPI documents, folders that hold some, and <c>-</c> for what the input holds.</param>
    /// <param name="settings">appsettings.json, or null.</param>
    /// <param name="environment">The environment whose file overrides it, or null.</param>
    /// <param name="allowsOutside">Whether a template may include files from outside its folder.</param>
    /// <param name="input">Standard input, where there is one; read where <c>-</c> is among the files.</param>
    public static Outcome Run(IReadOnlyList<string> files, string? settings, string? environment, bool allowsOutside = false, Stream? input = null)
    {
        var check = new Check(settings, environment, allowsOutside);
        var named = files.SelectMany(check.Find).Distinct().ToList();
        check._outcome.Files.AddRange(named.Except(check._outcome.Files));
        var found = named.ConvertAll(file => check.Evaluate(file, input));

        // A file that another one includes is part of that; of those that include each other the first counts.
        var parts = found.SelectMany(one => one.Includes).ToHashSet();
        var known = new HashSet<string>();
        foreach (var one in found.OrderBy(one => parts.Contains(one.Path)))
        {
            if (known.Add(one.Path))
            {
                known.UnionWith(one.Includes);
                one.Findings.ForEach(check._outcome.Add);
                check._outcome.Unusable.AddRange(one.Unusable);
            }
        }

        check.CheckSettingsAlone();
        return check._outcome;
    }

    private FileOutcome Evaluate(string file, Stream? input)
    {
        var found = new FileOutcome(IncludedFiles.PathOf(file));
        try
        {
            Evaluate(file == NameOfStandardInput ? Document.Read(file, input ?? Stream.Null) : Document.Read(file), found);
        }
        catch (UnusableInput unusable)
        {
            found.Unusable.Add(unusable);
        }

        return found;
    }

    /// <summary>The files that are meant by a name of the command line.</summary>
    private IReadOnlyList<string> Find(string name)
    {
        try
        {
            return Directory.Exists(name) ? TemplateSearch.In(name) : [name == StandardInput ? NameOfStandardInput : name];
        }
        catch (UnusableInput unusable)
        {
            _outcome.Files.Add(name);
            _outcome.Unusable.Add(unusable);
            return [];
        }
    }

    private void Evaluate(Document document, FileOutcome found)
    {
        var root = document.Root;
        var start = root.Location;
        if (Template.IsTemplate(root) || TerraformPlan.IsOfTerraform(root))
        {
            var files = new IncludedFiles(document.File, _allowsOutside);
            try
            {
                Evaluate(Template.IsTemplate(root) ? new Template(document, files) : TerraformPlan.Read(document), found);
            }
            finally
            {
                found.Includes.UnionWith(files.Read);
                found.Unusable.AddRange(files.Unusable);
            }
        }
        else if (OpenApiReader.IsOpenApi(root))
        {
            var faults = new FaultsByScenario([new Scenario(new Dictionary<string, string>(), new Dictionary<string, bool>())]);
            var suppressions = new Suppressions([("", root)], []);
            var model = OpenApiReader.Read(document);
            Remark(model, document, complete: true);
            Evaluate(model, suppressions, faults, 0);
            Report(faults, suppressions, start, found);
        }
        else if (root["service"] is not null && (root["provider"] ?? root["functions"]) is not null)
        {
            throw new UnusableInput(start,
                "this is the Serverless Framework's own file: run serverless package, and check the template that it writes, .serverless/cloudformation-template-update-stack.json");
        }
        else
        {
            throw new UnusableInput(start, "neither a CloudFormation template nor an OpenAPI document nor a plan of Terraform: there is no Resources, openapi, swagger or planned_values in it");
        }
    }

    private void Evaluate(Template template, FileOutcome found)
    {
        var families = StackFamily.In(template, out var complete);
        var models = families.ConvertAll(TemplateReader.Read);

        // Reading them opens the files that they include.
        var suppressions = new Suppressions([.. families.SelectMany(family => family.Members).Select(member => (member.Template.Prefix, member.Template.Root))], template.Files.Documents);
        var faults = new FaultsByScenario(families.ConvertAll(family => family.Scenario));
        for (var i = 0; i < families.Count; i++)
        {
            var model = models[i];
            foreach (var member in families[i].Members.Skip(1))
            {
                Remark(model, member.Template.Document);
            }

            Remark(model, template.Document, complete);
            Evaluate(model, suppressions, faults, i);
        }

        Report(faults, suppressions, template.Root.Location, found, template.IsTerraform);
    }

    private void Evaluate(GatewayModel model, Suppressions suppressions, FaultsByScenario faults, int scenario)
    {
        // What is refused for the place where it stands would have been one.
        faults.HasFrontDoor |= !model.IsEmpty || model.Refused.Count > 0;
        faults.WhyEmpty ??= model.WhyEmpty;
        UnknownValues.Remark(model);
        var app = _apps?.Build(model);
        foreach (var rule in Rulebook.Rules.Append(new BadSuppression(suppressions.Faults)))
        {
            foreach (var fault in rule.Check(model, app))
            {
                faults.Add(rule.Documentation, fault, scenario);
            }
        }
    }

    private static void Remark(GatewayModel model, Document document)
    {
        foreach (var (location, text) in document.Remarks)
        {
            model.Remark(null, location, text);
        }
    }

    private void Remark(GatewayModel model, Document document, bool complete)
    {
        Remark(model, document);

        if (!complete)
        {
            model.Remark(null, document.Root.Location,
                "The conditions allow more combinations than are checked; each parameter was varied on its own, and combinations of them were not checked.");
        }

        if (_apps?.Settings is { MissingFile: { } missing } settings)
        {
            model.Remark(null, new Location(settings.File, 1, 1), $"There is no {missing}; the settings are those of {settings.File} alone.");
        }
    }

    private static void Report(FaultsByScenario faults, Suppressions suppressions, Location start, FileOutcome found, bool isTerraform = false)
    {
        if (!faults.HasFrontDoor)
        {
            faults.AddInAll(NothingToCheck.Help, NothingToCheck.In(start, faults.WhyEmpty));
        }

        foreach (var (rule, fault, circumstances) in faults.All())
        {
            found.Findings.Add(new Finding(isTerraform ? TerraformFixes.In(rule) : rule, fault.Level ?? rule.Level, fault.Location, suppressions.NameOf(fault.Resource),
                fault.Message + circumstances, suppressions.Find(rule.Code, fault)));
        }
    }

    /// <summary>Where no template could be used, the settings still can.</summary>
    private void CheckSettingsAlone()
    {
        if (_apps is { IsUsed: false } && _outcome.Unusable.Count == _outcome.Files.Count)
        {
            var rule = new BadSettings();
            foreach (var fault in rule.Check(new GatewayModel(), _apps.Settings.Build([])))
            {
                _outcome.Add(new Finding(rule.Documentation, rule.Documentation.Level, fault.Location, null, fault.Message, null));
            }
        }
    }

    /// <summary>What was found in one file and in those that it includes.</summary>
    /// <param name="Path">Where the file lies.</param>
    private sealed record FileOutcome(string Path)
    {
        public List<Finding> Findings { get; } = [];

        public List<UnusableInput> Unusable { get; } = [];

        public HashSet<string> Includes { get; } = [];
    }
}
