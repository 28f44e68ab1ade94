-- The store: one read-only DuckDB file a version. Codes are text: unit five digits, area four, prefecture two.
-- Every table of figures names its source. NULL means "no figure"; why there is none stands in `flag`
-- ('*' masked 1–9, '-' not applicable, '未報告' not reported, '不明' could not be read); 0 is a real zero.

CREATE TABLE meta (
    key   VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE meta IS 'data_version, schema_version and when the store was built';

CREATE TABLE source (
    source_id VARCHAR PRIMARY KEY,
    title     VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    url       VARCHAR,
    licence   VARCHAR,
    as_of     VARCHAR,                 -- the date or period the figures stand for, as the publisher writes it
    loaded_at TIMESTAMP,               -- when it was imported
    sha256    VARCHAR,                 -- of the official file (several files: joined by a space)
    row_count BIGINT,                  -- rows kept
    caveat    VARCHAR                  -- what the publisher says must be said with the figures
);
COMMENT ON TABLE source IS 'Publisher and edition of every figure';

CREATE TABLE unit (
    unit_code  CHAR(5) PRIMARY KEY CHECK (regexp_full_match(unit_code, '[0-9]{5}')),
    name       VARCHAR NOT NULL,       -- 中央区, 名護市
    full_name  VARCHAR NOT NULL,       -- 札幌市中央区, 名護市
    pref_code  CHAR(2) NOT NULL CHECK (pref_code = left(unit_code, 2)),
    pref_name  VARCHAR NOT NULL,
    city_code  CHAR(5) NOT NULL,       -- the designated city of a ward, else the unit itself
    office_lat DOUBLE,
    office_lon DOUBLE,
    area_km2   DOUBLE CHECK (area_km2 > 0),  -- geodesic area of the outline, scaled so that units of a 構想区域 sum to the published area
    pop_lat    DOUBLE,                 -- population-weighted point of the unit (census mesh 2015)
    pop_lon    DOUBLE
);
COMMENT ON TABLE unit IS 'Smallest piece that can move: a municipality, or a ward of a designated city (1,892)';

CREATE TABLE unit_change (
    old_code CHAR(5) NOT NULL,
    unit_code CHAR(5) NOT NULL REFERENCES unit(unit_code),
    share    DOUBLE NOT NULL CHECK (share > 0 AND share <= 1),  -- part of the old unit that went to the new one
    since    DATE,
    reason   VARCHAR,
    PRIMARY KEY (old_code, unit_code)
);
COMMENT ON TABLE unit_change IS 'Former municipality codes and today''s unit; a share under 1 is an apportionment (按分)';

CREATE TABLE area (
    area_kind VARCHAR NOT NULL CHECK (area_kind IN ('concept', 'secondary', 'prefecture', 'municipality', 'insurer',
        'tertiary', 'health_center', 'homecare', 'kyoten', 'perinatal', 'paediatric', 'psychiatric')),
    area_code VARCHAR NOT NULL,
    name      VARCHAR NOT NULL,
    pref_code CHAR(2) NOT NULL,
    area_km2  DOUBLE,                  -- as published (構想区域 only)
    source_id VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (area_kind, area_code)
);
CREATE TABLE area_member (
    area_kind  VARCHAR NOT NULL,
    area_code  VARCHAR NOT NULL,
    unit_code  CHAR(5) NOT NULL REFERENCES unit(unit_code),
    valid_from DATE,
    valid_to   DATE CHECK (valid_to IS NULL OR valid_to > valid_from),
    FOREIGN KEY (area_kind, area_code) REFERENCES area(area_kind, area_code),
    UNIQUE (area_kind, area_code, unit_code, valid_from)
);
COMMENT ON TABLE area_member IS 'Which units make an area, and when; open ends are NULL';

CREATE TABLE link (
    from_code CHAR(5) NOT NULL REFERENCES unit(unit_code),
    to_code   CHAR(5) NOT NULL REFERENCES unit(unit_code),
    kind      VARCHAR NOT NULL CHECK (kind IN ('border', 'islet', 'bridge', 'tunnel', 'ferry', 'air')),
    name      VARCHAR,                 -- of the bridge, tunnel, route; a border has none. islet: a border on another land than home
    km        DOUBLE CHECK (km > 0),   -- length of the shared border
    CHECK (from_code < to_code),
    CHECK (kind IN ('border', 'islet') OR name IS NOT NULL)
);
COMMENT ON TABLE link IS 'Units that touch (border of positive length) or are joined by a named link; road = border, bridge, tunnel';

CREATE TABLE population (
    unit_code CHAR(5) NOT NULL REFERENCES unit(unit_code),
    year      SMALLINT NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES source(source_id),
    sex       VARCHAR NOT NULL CHECK (sex IN ('total', 'male', 'female')),
    age_from  SMALLINT,                -- both NULL: all ages
    age_to    SMALLINT,                -- NULL with age_from: and over
    persons   DOUBLE CHECK (persons >= 0),
    flag      VARCHAR                  -- '按分' apportioned, '推計' our estimate
);
COMMENT ON TABLE population IS 'juki_2025: residents by five-year band and sex. ipss_2023: projections total, 65+, 75+. estimate_85: 85+ (2018 age shares on 2023 75+). estimate_ages: 0–14, 15–39, 40–64 (2018 shares on 2023 totals). A reader always chooses one source';

CREATE TABLE bed (
    area_code    CHAR(4) NOT NULL,     -- 構想区域
    bed_function VARCHAR NOT NULL CHECK (bed_function IN ('total', 'acute_intensive', 'acute', 'comprehensive', 'chronic')),
    series       VARCHAR NOT NULL CHECK (series IN ('actual', 'planned', 'need')),
    year         SMALLINT NOT NULL,
    beds         DOUBLE CHECK (beds >= 0),
    published_fy VARCHAR NOT NULL,
    definition   VARCHAR CHECK (definition IN ('kaifuku_until_R7', 'hokatsu_from_R8')),
    source_id    VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (published_fy, area_code, bed_function, series, year),
    CHECK ((bed_function = 'comprehensive') = (definition IS NOT NULL)),
    CHECK (series <> 'need' OR year = 2025)
);
COMMENT ON TABLE bed IS 'Reported beds, planned beds and 必要病床数 by 構想区域; reported beds leave out 休棟中等. 必要病床数 exists for 2025 only';

CREATE TABLE bed_report_rate (
    area_code    CHAR(4) NOT NULL,
    year         SMALLINT NOT NULL,
    rate         DOUBLE CHECK (rate BETWEEN 0 AND 1),
    published_fy VARCHAR NOT NULL,
    source_id    VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (published_fy, area_code, year)
);

CREATE TABLE area_figure (
    area_code    CHAR(4) NOT NULL,
    published_fy VARCHAR NOT NULL,
    item         VARCHAR NOT NULL,     -- census_population_2020, area_km2, hospitals, clinics_with_beds, … as printed for the area
    value        DOUBLE,
    flag         VARCHAR,
    source_id    VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (published_fy, area_code, item)
);
COMMENT ON TABLE area_figure IS 'What the publisher itself prints for a 構想区域: for proof and for figures that no facility row gives';

CREATE TABLE facility (
    facility_id      VARCHAR PRIMARY KEY,  -- official code where there is one, else a digest of area, normalised name and municipality
    facility_code    CHAR(10) UNIQUE,      -- official: prefecture 2 + score table 1 (医科 1, 歯科 3, 薬局 4) + number 7
    name             VARCHAR NOT NULL,
    kind             VARCHAR NOT NULL CHECK (kind IN ('hospital', 'clinic_with_beds', 'clinic', 'dental', 'pharmacy', 'unknown')),
    unit_code        CHAR(5) REFERENCES unit(unit_code),
    area_code        CHAR(4) NOT NULL,     -- 構想区域
    municipality     VARCHAR,              -- 所在地 as printed
    lat              DOUBLE,
    lon              DOUBLE,
    location_quality VARCHAR CHECK (location_quality IN ('address', 'unit_centre', 'none')),
    address          VARCHAR,
    phone            VARCHAR,
    closed_on        DATE,
    navii_id         VARCHAR,              -- of 医療情報ネット, where the hospital was found there
    land             SMALLINT,             -- land it stands on (geo.land), numbered by size; NULL unknown
    CHECK ((lat IS NULL) = (lon IS NULL))
);
CREATE TABLE facility_alias (
    alias_id    VARCHAR PRIMARY KEY,
    facility_id VARCHAR NOT NULL REFERENCES facility(facility_id),
    name        VARCHAR NOT NULL,
    reason      VARCHAR NOT NULL
);
COMMENT ON TABLE facility_alias IS 'Former ids of a facility (renamed), so that what people made never breaks';

CREATE TABLE facility_match (
    facility_id VARCHAR NOT NULL REFERENCES facility(facility_id),
    source_id   VARCHAR NOT NULL REFERENCES source(source_id),
    record_id   VARCHAR NOT NULL,          -- of the record in its source: code of ten digits, or source_id/id of 医療情報ネット
    name        VARCHAR NOT NULL,          -- as the source writes it
    address     VARCHAR,
    lat         DOUBLE,                    -- as the source says it, sound or not
    lon         DOUBLE,
    quality     VARCHAR NOT NULL CHECK (quality IN ('code', 'name', 'name_without_body', 'former_name', 'name_and_address', 'decided', 'own')),
    PRIMARY KEY (source_id, record_id)
);
COMMENT ON TABLE facility_match IS 'Records of lists that are a facility, and by what they were told to be; own: on no other list';

CREATE TABLE facility_doubt (
    facility_id     VARCHAR NOT NULL REFERENCES facility(facility_id),
    record_id       VARCHAR NOT NULL,      -- of a list, not joined to any other facility
    other_id        VARCHAR REFERENCES facility(facility_id),  -- the facility of its own that the record is meanwhile; NULL: none
    source_id       VARCHAR NOT NULL REFERENCES source(source_id),
    name            VARCHAR NOT NULL,      -- as the list writes it
    unit_code       CHAR(5) NOT NULL REFERENCES unit(unit_code),
    address         VARCHAR,
    phone           VARCHAR,
    lat             DOUBLE,
    lon             DOUBLE,
    likeness        DOUBLE NOT NULL CHECK (likeness BETWEEN 0 AND 1),  -- of the names without legal form
    reason          VARCHAR NOT NULL,
    PRIMARY KEY (facility_id, record_id)
);
COMMENT ON TABLE facility_doubt IS 'Facilities and records of a list that may be one: for people to settle, never joined by themselves';

CREATE TABLE position_conflict (
    facility_id     VARCHAR NOT NULL REFERENCES facility(facility_id),
    source_id       VARCHAR NOT NULL REFERENCES source(source_id),
    lat             DOUBLE NOT NULL,
    lon             DOUBLE NOT NULL,
    other_source_id VARCHAR NOT NULL REFERENCES source(source_id),
    other_lat       DOUBLE NOT NULL,
    other_lon       DOUBLE NOT NULL,
    km              DOUBLE NOT NULL CHECK (km > 1),
    PRIMARY KEY (facility_id, source_id, other_source_id)
);
COMMENT ON TABLE position_conflict IS 'Sources that place one facility more than 1 km apart: neither position is used';

CREATE TABLE facility_decision (
    decision_id VARCHAR PRIMARY KEY,
    decided_at  TIMESTAMP NOT NULL,
    pref        CHAR(2) NOT NULL,
    kind        VARCHAR NOT NULL CHECK (kind IN ('same', 'different', 'position', 'report_state')),
    facility_id VARCHAR NOT NULL,          -- as it was when it was decided
    subject     VARCHAR NOT NULL,          -- record_id; source_id of the right position; kind and year of the report
    body        VARCHAR NOT NULL,          -- JSON
    who         VARCHAR NOT NULL,
    note        VARCHAR NOT NULL,
    unmet       VARCHAR                    -- Japanese: why it is not in this store; NULL: it is
);
COMMENT ON TABLE facility_decision IS 'What people settled, as it was in force when the store was built; the log itself is in the workspace';

CREATE TABLE home_care_role (
    role_id        VARCHAR PRIMARY KEY,
    role           VARCHAR NOT NULL CHECK (role IN ('active', 'hub')),  -- 積極的医療機関, 在宅医療連携拠点
    pref_code      CHAR(2) NOT NULL,
    name           VARCHAR NOT NULL,
    name_in_source VARCHAR NOT NULL,       -- as the source spells it
    municipality   VARCHAR,                -- of the address
    unit_code      CHAR(5) REFERENCES unit(unit_code),  -- of the address
    served_area    VARCHAR NOT NULL,       -- as the source words it; its units stand in home_care_served
    facility_code  VARCHAR,                -- prefecture 2 + table 1 + number 7
    facility_id    VARCHAR REFERENCES facility(facility_id),
    match_quality  VARCHAR CHECK (match_quality IN ('code', 'name', 'name_without_body')),
    source_id      VARCHAR NOT NULL REFERENCES source(source_id),
    CHECK ((facility_id IS NULL) = (match_quality IS NULL))
);
CREATE TABLE home_care_served (
    role_id   VARCHAR NOT NULL REFERENCES home_care_role(role_id),
    unit_code CHAR(5) NOT NULL REFERENCES unit(unit_code),
    checked   VARCHAR,                     -- '要確認': the source does not state it outright
    PRIMARY KEY (role_id, unit_code)
);
COMMENT ON TABLE home_care_served IS 'Units that a role in home care serves: an area of its own, apart from its address';

CREATE TABLE university_hospital (
    pref_code    CHAR(2) NOT NULL,
    name         VARCHAR NOT NULL,
    municipality VARCHAR,
    facility_id  VARCHAR REFERENCES facility(facility_id),  -- NULL: no reporting facility of that name
    checked      VARCHAR,
    source_id    VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (pref_code, name)
);
COMMENT ON TABLE university_hospital IS 'Main hospitals of universities with a medical school: who has 医育及び広域診療';

CREATE TABLE designation_list (
    pref_code CHAR(2) NOT NULL,
    field     VARCHAR NOT NULL,            -- 分野 of definitions/designations.toml: がん, 周産期 …; listed as a whole or not at all
    as_of     DATE NOT NULL,               -- the day the list stands for
    listed    INTEGER NOT NULL,            -- rows that name a hospital; 0: nobody has any (該当なし)
    left_out  INTEGER NOT NULL,            -- rows that could not be placed: then nobody can say 無
    source_id VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (pref_code, field)
);
COMMENT ON TABLE designation_list IS 'Lists of 指定・手技 that prefectures loaded: where none is, having none is not known (データ待ち)';

CREATE TABLE facility_designation (
    pref_code     CHAR(2) NOT NULL,
    field         VARCHAR NOT NULL,
    kind          VARCHAR NOT NULL,        -- 種類: 地域がん診療連携拠点病院, 脳血管内手術 …
    facility_id   VARCHAR REFERENCES facility(facility_id),  -- NULL: no facility of that name is known; it counts for its unit
    name          VARCHAR NOT NULL,        -- as the list writes it
    unit_code     CHAR(5) NOT NULL REFERENCES unit(unit_code),
    valid_from    DATE,
    valid_to      DATE CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from),  -- the last day
    note          VARCHAR,
    match_quality VARCHAR CHECK (match_quality IN ('code', 'name')),
    source_id     VARCHAR NOT NULL REFERENCES source(source_id),
    FOREIGN KEY (pref_code, field) REFERENCES designation_list(pref_code, field),
    UNIQUE (kind, facility_id),
    CHECK ((facility_id IS NULL) = (match_quality IS NULL))
);
COMMENT ON TABLE facility_designation IS 'Designated hospitals and those that do a procedure, from loaded lists; in force where as_of of the list is between valid_from and valid_to';

CREATE TABLE designation_result (
    pref_code     CHAR(2) NOT NULL,
    kind          VARCHAR NOT NULL,        -- 種類 of definitions/designations.toml
    facility_id   VARCHAR REFERENCES facility(facility_id),  -- NULL: no facility of that name is known
    name          VARCHAR NOT NULL,        -- as the list writes it
    unit_code     CHAR(5) NOT NULL REFERENCES unit(unit_code),
    fiscal_year   INTEGER NOT NULL,        -- 年度, western
    item          VARCHAR NOT NULL,        -- 項目 of definitions/designation_results.toml
    value         DOUBLE NOT NULL CHECK (value >= 0),  -- 0: none was done; no row: not reported
    note          VARCHAR,
    match_quality VARCHAR CHECK (match_quality IN ('code', 'name')),
    source_id     VARCHAR NOT NULL REFERENCES source(source_id),
    CHECK ((facility_id IS NULL) = (match_quality IS NULL))
);
COMMENT ON TABLE designation_result IS 'What designated hospitals did in a 年度, from loaded lists (へき地の3事業, 是正を要する項目 …)';

CREATE TABLE activity_item (
    item  VARCHAR PRIMARY KEY,
    label VARCHAR NOT NULL,            -- Japanese
    unit  VARCHAR,
    note  VARCHAR
);
CREATE TABLE facility_activity (
    facility_id  VARCHAR NOT NULL REFERENCES facility(facility_id),
    published_fy VARCHAR NOT NULL,
    item         VARCHAR NOT NULL REFERENCES activity_item(item),
    value        DOUBLE,
    flag         VARCHAR,
    source_id    VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (published_fy, facility_id, item),
    CHECK (value IS NULL OR flag IS NULL)
);
COMMENT ON TABLE facility_activity IS 'Figures and marks (三次 二次 在支 地域支援 特定) of each reporting facility; every facility of a year has at least one row, 未報告 too';

CREATE TABLE unit_activity (
    unit_code    CHAR(5) NOT NULL REFERENCES unit(unit_code),
    published_fy VARCHAR NOT NULL,
    item         VARCHAR NOT NULL,     -- of activity_item, or hospital, clinic_with_beds, patient_days_…, beds_with_days_…
    value        DOUBLE NOT NULL,      -- sum of what is known
    masked       INTEGER NOT NULL,     -- facilities with '*': 1–9 each
    unreported   INTEGER NOT NULL,     -- facilities with 未報告 that are or may be in the unit: a mark only, never to be summed
    unknown      INTEGER NOT NULL,     -- facilities whose figure could not be read: the value is then no whole sum
    PRIMARY KEY (published_fy, item, unit_code)
);
COMMENT ON TABLE unit_activity IS 'facility_activity summed by unit, so that any grouping adds up quickly';

CREATE TABLE report_item (
    report_kind VARCHAR NOT NULL CHECK (report_kind IN ('かかりつけ医機能報告', '医療機関機能報告', '病床機能報告', '届出受理', '医療情報ネット')),
    item_code   VARCHAR NOT NULL,          -- 届出受理: 受理記号, or 受理記号／備考の見出し
    label       VARCHAR NOT NULL,
    function    VARCHAR,                   -- of care_function
    type        VARCHAR NOT NULL CHECK (type IN ('flag', 'choice', 'choices', 'number', 'text')),
    codes       VARCHAR,                   -- JSON: value → words, of a choice
    since       DATE,
    until       DATE,
    checked     VARCHAR,                   -- '要確認': not yet compared with the official form
    PRIMARY KEY (report_kind, item_code)
);
COMMENT ON TABLE report_item IS 'Items of every statutory report, from definition files; 届出受理: the standards that the lists hold';

CREATE TABLE report (
    facility_id  VARCHAR NOT NULL REFERENCES facility(facility_id),
    report_kind  VARCHAR NOT NULL,
    fiscal_year  VARCHAR NOT NULL,         -- 'R7'
    status       VARCHAR NOT NULL CHECK (status IN ('not_yet', 'received', 'confirmed', 'published', 'corrected', 'ordered')),
    received_at  DATE,
    confirmed_at DATE,
    published_at DATE,
    source_id    VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (report_kind, fiscal_year, facility_id)
);
CREATE TABLE report_value (
    facility_id VARCHAR NOT NULL,          -- with report_kind and fiscal_year a report
    report_kind VARCHAR NOT NULL,
    fiscal_year VARCHAR NOT NULL,
    item_code   VARCHAR NOT NULL,
    value       VARCHAR,                   -- a choice: its code; several values of an item: a row each
    since       DATE,                      -- 届出受理: 算定開始年月日
    ward        SMALLINT,                  -- 病床機能報告 病棟票: 1, 2 … as the wards of the facility are listed; NULL of the facility
    flag        VARCHAR,                   -- why there is no value: '*', '-', '未確認', '不明' …
    CHECK ((value IS NULL) = (flag IS NOT NULL))
);
COMMENT ON TABLE report_value IS 'What a report says, item by item; no key, so that millions of rows load quickly: the builder proves them';

CREATE TABLE report_stance (
    facility_id VARCHAR NOT NULL,
    report_kind VARCHAR NOT NULL,
    fiscal_year VARCHAR NOT NULL,
    item_code   VARCHAR NOT NULL,
    stance      VARCHAR NOT NULL CHECK (stance IN ('has', 'leaves', 'intends'))  -- 有り, 有り（やめる意向）, 無し（意向有り）
);
COMMENT ON TABLE report_stance IS 'What a facility has and means to do, of the items that ask for an intention; no key, as report_value';

CREATE TABLE care_office (
    service     VARCHAR NOT NULL,          -- 130 訪問看護, 730 小多機, 760 定期巡回, 770 看多機 …
    office_no   VARCHAR NOT NULL,          -- 事業所番号
    name        VARCHAR NOT NULL,
    unit_code   CHAR(5) REFERENCES unit(unit_code),
    address     VARCHAR,
    lat         DOUBLE,
    lon         DOUBLE,
    land        SMALLINT,                  -- as facility.land
    phone       VARCHAR,
    capacity    INTEGER,                   -- 定員
    corporation VARCHAR,
    source_id   VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (service, office_no)
);
COMMENT ON TABLE care_office IS 'Offices of care services (介護サービス情報公表システム)';

CREATE TABLE care_function (
    function  VARCHAR PRIMARY KEY,         -- after_hours, admission_discharge, home_care, care_liaison; general (1号機能)
    label     VARCHAR NOT NULL,
    short     VARCHAR NOT NULL,
    area_kind VARCHAR NOT NULL CHECK (area_kind IN ('municipality', 'secondary')),  -- 圏域 in which a gap is looked for
    note      VARCHAR
);
CREATE TABLE care_function_item (
    basis    VARCHAR NOT NULL CHECK (basis IN ('notified', 'reported')),  -- 届出ベース, 報告ベース: never mixed
    function VARCHAR NOT NULL REFERENCES care_function(function),
    item     VARCHAR NOT NULL,
    label    VARCHAR NOT NULL,
    strength CHAR(1) CHECK (strength IN ('A', 'B', 'C')),  -- A says it, B is a part of it, C for reference
    cover    VARCHAR CHECK (cover IN ('always', 'evening', 'shared')),
    side     VARCHAR CHECK (side IN ('receiving', 'admitting')),
    note     VARCHAR,
    why      VARCHAR,                      -- why this basis cannot tell
    PRIMARY KEY (basis, function, item)
);
CREATE TABLE facility_function (
    facility_id VARCHAR NOT NULL,
    basis       VARCHAR NOT NULL,
    fiscal_year VARCHAR NOT NULL,
    function    VARCHAR NOT NULL,
    item        VARCHAR NOT NULL,
    strength    CHAR(1) NOT NULL
);
COMMENT ON TABLE facility_function IS 'Items of the functions that a facility has, on one basis; a row a facility, however many standards say so; no key, as report_value';

CREATE TABLE patient_flow (
    area_code         CHAR(4) NOT NULL,
    partner_area_code CHAR(4) NOT NULL,
    direction         VARCHAR NOT NULL CHECK (direction IN ('inflow', 'outflow')),
    phase             VARCHAR NOT NULL CHECK (phase IN ('acute', 'comprehensive', 'chronic')),
    rate              DOUBLE NOT NULL CHECK (rate BETWEEN 0 AND 1),
    published_fy      VARCHAR NOT NULL,
    source_id         VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (published_fy, area_code, direction, phase, partner_area_code)
);
COMMENT ON TABLE patient_flow IS 'One row a printed line, own area included (NDB). acute = 高度急性期+急性期. Listed shares sum to less than one: the rest is masked';

CREATE TABLE demand (
    area_code CHAR(4) NOT NULL,
    category  VARCHAR NOT NULL CHECK (category IN ('home_visit', 'outpatient')),
    year      SMALLINT NOT NULL,
    per_month DOUBLE NOT NULL CHECK (per_month >= 0),  -- レセプト件数／月
    source_id VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (area_code, category, year)
);
CREATE TABLE area_population (
    area_code CHAR(4) NOT NULL,
    year      SMALLINT NOT NULL,
    persons   DOUBLE NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (source_id, area_code, year)
);
COMMENT ON TABLE area_population IS 'MHLW''s own populations of 2024 and 2040 in the demand workbook, by 構想区域';

CREATE TABLE insurer_figure (
    insurer_code VARCHAR NOT NULL,     -- area_kind insurer
    year         SMALLINT NOT NULL,    -- fiscal year, at its end
    item         VARCHAR NOT NULL,     -- insured_1, certified_…
    value        DOUBLE,
    source_id    VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (insurer_code, year, item)
);
COMMENT ON TABLE insurer_figure IS 'Care insurance figures, shown once per insurer, never copied to its towns';

CREATE TABLE published_figure (
    collection VARCHAR NOT NULL CHECK (collection IN ('survey', 'region', 'mieruka')),  -- 医療施設調査, 在宅医療にかかる地域別データ集, 見える化システム
    item       VARCHAR NOT NULL,           -- as the collection names or numbers it
    area_kind  VARCHAR NOT NULL,           -- of area, or unit, nation
    area_code  VARCHAR NOT NULL,           -- nation: 00
    year       SMALLINT NOT NULL,
    value      DOUBLE,
    flag       VARCHAR,                    -- why there is no value
    source_id  VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (collection, item, area_kind, area_code, year),
    CHECK ((value IS NULL) = (flag IS NOT NULL))
);
COMMENT ON TABLE published_figure IS 'What statistics print for areas, with no facility behind it';

CREATE TABLE indicator_entered (
    indicator_code VARCHAR NOT NULL,       -- of an indicator, as it was when the rows were loaded
    area_kind      VARCHAR NOT NULL,       -- of area, or unit, nation
    area_code      VARCHAR NOT NULL,
    year           SMALLINT NOT NULL,
    numerator      DOUBLE,
    denominator    DOUBLE,
    value          DOUBLE,                 -- of a mean whose parts are not known
    flag           VARCHAR,                -- '*' masked
    note           VARCHAR,
    source_id      VARCHAR NOT NULL REFERENCES source(source_id),
    PRIMARY KEY (indicator_code, area_kind, area_code, year)
);
COMMENT ON TABLE indicator_entered IS 'Figures of indicators that prefectures and municipalities counted themselves (様式), before anything is divided';

CREATE TABLE indicator (
    indicator_code VARCHAR PRIMARY KEY,
    place          INTEGER NOT NULL UNIQUE,  -- in the order of the files
    name           VARCHAR NOT NULL,
    meaning        VARCHAR NOT NULL,
    why            VARCHAR NOT NULL,
    numerator      VARCHAR NOT NULL,       -- in words
    denominator    VARCHAR,                -- in words; NULL of a count
    kind           VARCHAR NOT NULL CHECK (kind IN ('count', 'share', 'rate', 'mean')),
    unit           VARCHAR NOT NULL,
    scale          DOUBLE NOT NULL,        -- value = numerator ÷ denominator × scale
    decimals       SMALLINT NOT NULL,
    direction      VARCHAR NOT NULL CHECK (direction IN ('high_good', 'low_good', 'neutral', 'unverified')),
    class          VARCHAR NOT NULL CHECK (class IN ('実績', '連携体制', '小児・成人', '看取り')),
    stage          VARCHAR NOT NULL CHECK (stage IN ('退院支援', '日常の療養支援', '急変時', '看取り', '資源', '全体')),
    actors         VARCHAR[] NOT NULL,     -- 行動主体
    source         VARCHAR NOT NULL,
    how            VARCHAR NOT NULL,
    weakness       VARCHAR NOT NULL,
    review_on      DATE NOT NULL,
    levels         VARCHAR[] NOT NULL,     -- kinds of area at which it may be shown: of area, or unit, nation
    counts         VARCHAR NOT NULL,       -- what the numerator counts: facilities, beds, people, events, answers, money, years, areas
    hidden_when_small BOOLEAN NOT NULL,    -- small counts of it are hidden where `unpublished`
    filled_by      VARCHAR NOT NULL,       -- the file that would fill it
    survey         VARCHAR,
    refs           VARCHAR[] NOT NULL,     -- where it is asked for: 沖縄 D1-a, 地域別データ集 19
    checked        VARCHAR,                -- '要確認…': then there is no direction
    file           VARCHAR NOT NULL,       -- of its definition
    state          VARCHAR NOT NULL CHECK (state IN ('filled', 'データ待ち'))  -- is there any value?
);
COMMENT ON TABLE indicator IS 'KPI, as data/kpi/*.toml and a prefecture''s own files define them';

CREATE TABLE indicator_value (
    indicator_code VARCHAR NOT NULL REFERENCES indicator(indicator_code),
    area_kind      VARCHAR NOT NULL CHECK (area_kind IN ('unit', 'nation', 'concept', 'secondary', 'prefecture', 'municipality', 'insurer',
        'tertiary', 'health_center', 'homecare', 'kyoten', 'perinatal', 'paediatric', 'psychiatric')),
    area_code      VARCHAR NOT NULL,       -- nation: 00
    year           SMALLINT NOT NULL,
    numerator      DOUBLE,                 -- sums over areas: a grouping divides the sums, it never averages values
    denominator    DOUBLE,
    value          DOUBLE,
    flag           VARCHAR,                -- why there is no value ('*', '不明', '分母なし', '分母が0' …), or what is to be said of it (按分, 推計, 未報告を含む)
    unpublished    BOOLEAN NOT NULL,       -- counted by a prefecture or municipality itself: small counts of people and events stay hidden
    source_id      VARCHAR NOT NULL REFERENCES source(source_id),
    denominator_source_id VARCHAR REFERENCES source(source_id),
    PRIMARY KEY (indicator_code, area_kind, area_code, year),
    CHECK (value IS NOT NULL OR flag IS NOT NULL)
);
COMMENT ON TABLE indicator_value IS 'Values of KPI at the areas for which their figures exist (units, insurers, 構想区域 …), never copied to others';

CREATE TABLE mesh (
    lat       DOUBLE NOT NULL,         -- centre of the cell
    lon       DOUBLE NOT NULL,
    unit_code CHAR(5) NOT NULL REFERENCES unit(unit_code),
    persons   DOUBLE NOT NULL CHECK (persons >= 0),
    land      SMALLINT,                -- as facility.land: straight lines join points of the same land only
    size_m    SMALLINT NOT NULL CHECK (size_m IN (250, 1000)),
    source_id VARCHAR NOT NULL REFERENCES source(source_id)
);
COMMENT ON TABLE mesh IS 'Census 2015 population cells: 1 km, 250 m in 沖縄';

CREATE TABLE travel_minutes (
    from_unit   CHAR(5) NOT NULL REFERENCES unit(unit_code),
    from_lat    DOUBLE,                -- both NULL: from the unit as a whole
    from_lon    DOUBLE,
    to_unit     CHAR(5) REFERENCES unit(unit_code),            -- any hospital there
    to_facility VARCHAR REFERENCES facility(facility_id),
    minutes     DOUBLE NOT NULL CHECK (minutes >= 0),
    source_id   VARCHAR NOT NULL REFERENCES source(source_id),
    CHECK ((from_lat IS NULL) = (from_lon IS NULL)),
    CHECK ((to_unit IS NULL) <> (to_facility IS NULL))
);
COMMENT ON TABLE travel_minutes IS 'Loaded 所要時間表; empty until a prefecture loads one. Takes the place of estimated minutes where it covers a unit';

CREATE TABLE import_log (
    file          VARCHAR NOT NULL,
    sha256        VARCHAR NOT NULL,
    importer      VARCHAR NOT NULL,
    started_at    TIMESTAMP NOT NULL,
    rows_read     BIGINT NOT NULL,
    rows_kept     BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    message       VARCHAR
);
CREATE TABLE import_reject (
    file   VARCHAR NOT NULL,
    sheet  VARCHAR,
    "row"  BIGINT,                     -- as the spreadsheet numbers it, from 1
    "column" VARCHAR,                  -- heading or letter
    value  VARCHAR,
    reason VARCHAR NOT NULL            -- Japanese, says what to do
);

CREATE TABLE derive_note (
    topic   VARCHAR NOT NULL,
    message VARCHAR NOT NULL           -- Japanese: what a derivation left out or assumed
);

-- Latest edition of each bed figure: R7 repeats 2025 as "2024実績", so those lines were rejected on import and R6 gives 2024.
CREATE VIEW bed_latest AS
SELECT * FROM bed
QUALIFY row_number() OVER (PARTITION BY area_code, bed_function, series, year ORDER BY published_fy DESC) = 1;
